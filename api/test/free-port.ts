import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below where systems draw the ports of outgoing connections from, so that none of those takes it before it is used. */
const [LOWEST, HIGHEST] = [15_000, 30_000];

/** A port of this machine that nobody listens on: for a process that has to be told its port, and keeps it over a restart. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const server = createServer();
    server.listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
