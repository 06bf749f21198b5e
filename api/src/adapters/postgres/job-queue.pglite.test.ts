import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { jobQueueSuite } from '../../../test/port-suites/job-queue-suite.ts';
import { createJobQueue } from './job-queue.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

// Makes the template, so that every test below opens quickly.
beforeAll(async () => (await openTestDatabase()).close(), 120_000);

async function newDatabase() {
  const database = await openTestDatabase();
  onTestFinished(() => database.close());
  return database;
}

jobQueueSuite(async () => {
  const database = await newDatabase();
  return ({ handler, ...rest }) => createJobQueue({ database, handlers: { 'run.apply': handler }, ...rest });
});

it('a job that was at work when its process died comes back at the next start', async () => {
  const database = await newDatabase();
  const begun = Promise.withResolvers<void>();
  const hanging = Promise.withResolvers<void>();
  const again = Promise.withResolvers<unknown>();
  const first = createJobQueue({
    database,
    concurrency: 1,
    handlers: { 'run.apply': () => Promise.resolve(begun.resolve()).then(() => hanging.promise) },
  });
  await first.start();
  await first.queue.send('run.apply', { tenantId: 't', runId: 'a' }, 'key');
  await begun.promise;

  const next = createJobQueue({
    database,
    handlers: { 'run.apply': (payload) => Promise.resolve(again.resolve(payload)) },
  });
  await next.start();

  expect(await again.promise).toEqual({ tenantId: 't', runId: 'a' });
  hanging.resolve();
  await Promise.all([first.stop(), next.stop()]);
});
