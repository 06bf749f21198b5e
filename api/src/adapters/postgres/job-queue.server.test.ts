import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { jobQueueSuite } from '../../../test/port-suites/job-queue-suite.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { Database } from './database.ts';
import { createJobQueue, type JobHandler, type RunningQueue } from './job-queue.ts';
import { openDatabase } from './open-database.ts';
import { createStores } from './stores.ts';
import { testSeals } from './testing/test-seals.ts';
import { startThrowAwayServer, whyNoServer, type ThrowAwayServer } from './testing/throw-away-server.ts';

const noServer = whyNoServer();
const note = noServer === undefined ? '' : ` (skipped: ${noServer})`;

describe.skipIf(noServer)(`jobs on a PostgreSQL server${note}`, { timeout: 60_000 }, () => {
  let server: ThrowAwayServer;
  beforeAll(async () => {
    server = await startThrowAwayServer();
  });
  afterAll(() => server.stop());

  async function newDatabase(): Promise<Database> {
    const database = await openDatabase({ dataDir: 'unused', databaseUrl: await server.newDatabase() });
    onTestFinished(() => database.close());
    return database;
  }
  async function running(database: Database, handler: JobHandler): Promise<RunningQueue> {
    const jobs = createJobQueue({ database, handlers: { 'run.apply': handler } });
    await jobs.start();
    onTestFinished(() => jobs.stop());
    return jobs;
  }

  jobQueueSuite(async () => {
    const database = await newDatabase();
    return ({ handler, ...rest }) =>
      createJobQueue({ database, handlers: { 'run.apply': handler }, ...rest });
  });

  it('two processes never work on one run at the same time, and do every job', async () => {
    const database = await newDatabase();
    const atWork = new Set<unknown>();
    const finished: unknown[] = [];
    const all = Promise.withResolvers<void>();
    const handler: JobHandler = async (payload) => {
      const { runId } = payload as { runId: string };
      if (atWork.has(runId)) all.reject(new Error(`Two are at work on ${runId}`));
      atWork.add(runId);
      await new Promise((resolve) => setTimeout(resolve, 20));
      atWork.delete(runId);
      finished.push(runId);
      if (finished.length === 12) all.resolve();
    };
    const sender = createJobQueue({ database });
    await sender.start();
    for (let n = 0; n < 12; n += 1) {
      await sender.queue.send('run.apply', { tenantId: 't', runId: `run-${n % 3}` }, `key-${n}`);
    }
    await sender.stop();
    await Promise.all([running(database, handler), running(database, handler)]);
    await all.promise;

    expect(atWork.size).toBe(0);
  });

  it('a worker that goes silent loses its job to another, and is told', async () => {
    const database = await newDatabase();
    const lost = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const again = Promise.withResolvers<unknown>();
    let calls = 0;
    const handler: JobHandler = (payload, signal) => {
      calls += 1;
      if (calls > 1) return Promise.resolve(again.resolve(payload));
      begun.resolve();
      signal.addEventListener('abort', () => lost.resolve());
      return lost.promise;
    };
    const one = await running(database, handler);
    await running(database, handler);
    await one.queue.send('run.apply', { tenantId: 't', runId: 'a' }, 'key');
    await begun.promise;

    // As it looks to the others when the worker has been frozen for an hour.
    const silent = sql`update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`;
    await silent.execute(database.owner);

    expect(await again.promise).toEqual({ tenantId: 't', runId: 'a' });
    await lost.promise;
  });

  it('a server that is restarted is used again', async () => {
    const database = await newDatabase();
    const { settings } = createStores(database, testSeals);
    const tenant = 'tenant' as TenantId;
    const after = Promise.withResolvers<unknown>();
    const jobs = await running(database, (payload) => Promise.resolve(after.resolve(payload)));
    await settings.save(tenant, 'key', 'before');

    await server.restart(async () => {
      const saving = settings.save(tenant, 'key', 'lost');
      await expect(saving).rejects.toMatchObject({ kind: 'transient', code: 'database-unreachable' });
      expect(await database.answers()).toBe(false);
    });

    await jobs.queue.send('run.apply', { tenantId: 't', runId: 'a' }, 'key');
    expect(await after.promise).toEqual({ tenantId: 't', runId: 'a' });
    expect(await settings.load(tenant, 'key')).toBe('before');
  });
});
