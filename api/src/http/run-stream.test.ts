/** The stream of a run is an answer that goes on: it must not outlive what opened it. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aBuilding } from '../../test/builders/building.ts';
import { tenant, World } from '../../test/builders/world.ts';
import type { Caller } from './bind-routes.ts';
import { problemHandler } from './problem.ts';
import { reportHandlers } from './reports.ts';

let world: World;
let server: Server;
let url: string;
let caller: Caller;

beforeEach(async () => {
  world = new World();
  const plan = await world.plan(await world.import(aBuilding()));
  const run = await world.start(plan.id);
  caller = { tenantId: tenant, userId: 'kim', name: 'Kim', roles: [], token: '' };
  const { runEvents } = reportHandlers(world.deps);
  const app = express();
  app.get('/:runId', async (request, response) => {
    await runEvents({ caller, params: request.params, query: {}, body: undefined, request, response });
  });
  app.use(problemHandler(() => undefined));
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${run.id}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe('C05 C39 the events of a run', () => {
  it('end with the token that they were asked for with', async () => {
    const begun = world.clock.now().getTime();
    caller = { ...caller, endsAt: begun + 60_000 };
    // The run waits for a worker that never comes: only the token ends the stream.
    const text = await (await fetch(url)).text();
    expect(text).toContain('retry:');
    expect(world.clock.now().getTime() - begun).toBeGreaterThanOrEqual(60_000);
  });

  it('are followed 30 times at once by one person, and again when one has ended', async () => {
    const stop = new AbortController();
    const follow = () => fetch(url, { signal: stop.signal });
    for (const { status } of await Promise.all(Array.from({ length: 30 }, follow))) expect(status).toBe(200);
    const refused = await fetch(url);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    caller = { ...caller, userId: 'bo' };
    const other = await fetch(url, { signal: stop.signal });
    expect(other.status).toBe(200);
    stop.abort();
    caller = { ...caller, userId: 'kim', endsAt: 0 };
    await expect.poll(async () => (await fetch(url)).status, { timeout: 20_000 }).toBe(200);
  });
});
