/** C30: a service that cannot prove who it is gets nothing from us, and no setting changes that. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPlaceDirectory } from '../../src/adapters/graph/place-directory.ts';
import { MemoryClock } from '../../src/adapters/memory/memory-clock.ts';
import { selfSignedPem } from '../../src/adapters/identity/testing/self-signed.ts';

let server: Server;
let requests = 0;
beforeAll(async () => {
  const pem = selfSignedPem('localhost');
  server = createServer({ key: pem, cert: pem }, (_request, response) => {
    requests += 1;
    response.setHeader('content-type', 'application/json');
    response.end('{"value":[]}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('C30 a self-signed Graph is refused: reads fail, writes are not sent', async () => {
  const directory = createPlaceDirectory({
    graphUrl: `https://localhost:${(server.address() as AddressInfo).port}`,
    token: () => Promise.resolve('a-token'),
    clock: new MemoryClock(),
  });
  await expect(directory.readBuildings()).rejects.toThrow();
  const [outcome] = await directory.write([
    { kind: 'update', ref: 'r', type: 'building', id: 'b', fields: { phone: null } },
  ]);
  expect(outcome?.result).not.toBe('done');
  expect(requests).toBe(0);
});
