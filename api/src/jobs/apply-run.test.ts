import { expect, it } from 'vitest';
import { applyRunJob, type ApplyRun } from './apply-run.ts';

it('hands the run and the signal to the verb', async () => {
  const calls: [ApplyRun, AbortSignal][] = [];
  const job = applyRunJob((run, signal) => Promise.resolve(calls.push([run, signal])));
  const { signal } = new AbortController();

  await job({ tenantId: 't', runId: 'r', added: 'by a newer version' }, signal);

  expect(calls).toEqual([[{ tenantId: 't', runId: 'r' }, signal]]);
});

it.each([null, {}, { tenantId: 't' }, { tenantId: '', runId: 'r' }, { tenantId: 't', runId: 7 }])(
  'refuses a payload that names no run: %j',
  async (payload) => {
    let called = false;
    const job = applyRunJob(() => Promise.resolve((called = true)));

    const running = job(payload, new AbortController().signal);
    await expect(running).rejects.toMatchObject({ name: 'ZodError' });

    expect(called).toBe(false);
  },
);

it('lets the error of the verb through, so that the job comes again', async () => {
  const job = applyRunJob(() => Promise.reject(new Error('The database is away.')));

  await expect(job({ tenantId: 't', runId: 'r' }, new AbortController().signal)).rejects.toThrow('away');
});
