/** `npm start`: one command, one address. */
import process from 'node:process';
import { environmentSettings } from '../config/environment.ts';
import { AppError } from '../core/model/app-error.ts';
import { startServer } from './start-server.ts';

const settings = environmentSettings();
try {
  const server = await startServer(settings);
  const address = server.sandboxUrl === undefined ? `${server.appUrl}/tab` : `${server.sandboxUrl}/teams`;
  process.stdout.write(`Places Sync is ready. Open ${address}\n`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void server.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  const hint = error instanceof AppError && error.details.hint ? `\n${error.details.hint}` : '';
  process.stderr.write(
    `Places Sync did not start: ${error instanceof Error ? error.message : String(error)}${hint}\n`,
  );
  process.exit(1);
}
