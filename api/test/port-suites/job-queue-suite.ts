import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobQueue } from '../../src/ports/stores.ts';

type Handler = (payload: unknown, signal: AbortSignal) => Promise<void>;
interface Running {
  readonly queue: JobQueue;
  start(): Promise<void>;
  stop(): Promise<void>;
}
/** Makes a queue on a database that no other test uses. */
export interface MakeQueue {
  (options: { handler?: Handler; givenUp?: Handler; retries?: number }): Running;
}

interface Call {
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Ends the job, or makes it fail. */
  finish(error?: Error): void;
}

/** A handler whose jobs end when the test says so. */
function scriptedHandler() {
  const calls: Call[] = [];
  const waiting: ((call: Call) => void)[] = [];
  const handler: Handler = (payload, signal) =>
    new Promise((resolve, reject) => {
      const finish = (error?: Error) => (error === undefined ? resolve() : reject(error));
      const call = { runId: (payload as { runId: string }).runId, signal, finish };
      const next = waiting.shift();
      if (next === undefined) calls.push(call);
      else next(call);
    });
  const next = (): Promise<Call> => {
    const call = calls.shift();
    return call === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(call);
  };
  return { handler, next, pending: () => calls.length };
}

/** Longer than one poll: a delivery that must not be would have shown. */
const EVERY_WORKER_HAS_ASKED_MS = 2300;

const payloadOf = (runId: string) => ({ tenantId: 'tenant', runId });

async function running(queue: Running): Promise<Running> {
  await queue.start();
  onTestFinished(() => queue.stop());
  return queue;
}

/** What the {@link JobQueue} does. `newMake` gives an empty database and a way to make queues on it. */
export function jobQueueSuite(newMake: () => Promise<MakeQueue>): void {
  describe('the job queue', { timeout: 120_000 }, () => {
    working(newMake);
    keys(newMake);
    failing(newMake);
    stopping(newMake);
  });
}

function working(newMake: () => Promise<MakeQueue>): void {
  it('hands a job to one handler, once', async () => {
    const make = await newMake();
    const jobs = scriptedHandler();
    const { queue } = await running(make({ handler: jobs.handler }));
    const run = randomUUID();

    await queue.send('run.apply', payloadOf(run), 'key');
    const call = await jobs.next();
    call.finish();
    await wait(EVERY_WORKER_HAS_ASKED_MS);

    expect(call.runId).toBe(run);
    expect(jobs.pending()).toBe(0);
  });

  it('works on several runs at once', async () => {
    const make = await newMake();
    const jobs = scriptedHandler();
    const { queue } = await running(make({ handler: jobs.handler }));

    for (const run of ['a', 'b', 'c']) await queue.send('run.apply', payloadOf(run), run);
    const calls = [await jobs.next(), await jobs.next(), await jobs.next()];
    calls.forEach((call) => call.finish());

    expect(calls.map((call) => call.runId).toSorted()).toEqual(['a', 'b', 'c']);
  });
}

function keys(newMake: () => Promise<MakeQueue>): void {
  it('a job that waits is changed by the next one under its key', async () => {
    const make = await newMake();
    const sender = await running(make({}));
    const simultaneous = ['old', 'older', 'oldest', 'ancient'];
    await Promise.all(simultaneous.map((run) => sender.queue.send('run.apply', payloadOf(run), 'key')));
    await sender.queue.send('run.apply', payloadOf('new'), 'key');
    await sender.queue.send('run.apply', payloadOf('other'), 'other key');

    const jobs = scriptedHandler();
    await running(make({ handler: jobs.handler }));
    const calls = [await jobs.next(), await jobs.next()];
    calls.forEach((call) => call.finish());

    expect(calls.map((call) => call.runId).toSorted()).toEqual(['new', 'other']);
    expect(jobs.pending()).toBe(0);
  });

  it('a job at work does not swallow the next one; jobs of one run never overlap', async () => {
    const make = await newMake();
    const jobs = scriptedHandler();
    const { queue } = await running(make({ handler: jobs.handler }));

    await queue.send('run.apply', payloadOf('a'), 'a:0');
    const first = await jobs.next();
    await queue.send('run.apply', payloadOf('a'), 'a:0');
    await queue.send('run.apply', payloadOf('a'), 'a:1');
    await wait(EVERY_WORKER_HAS_ASKED_MS);
    const overlapping = jobs.pending();
    first.finish();
    const second = await jobs.next();
    second.finish();
    const third = await jobs.next();
    third.finish();

    expect(overlapping).toBe(0);
    expect([first.runId, second.runId, third.runId]).toEqual(['a', 'a', 'a']);
  });
}

function failing(newMake: () => Promise<MakeQueue>): void {
  it('a job that fails comes again, and is given up in the end', async () => {
    const make = await newMake();
    const jobs = scriptedHandler();
    const buried = scriptedHandler();
    const { queue } = await running(make({ handler: jobs.handler, givenUp: buried.handler, retries: 1 }));

    await queue.send('run.apply', payloadOf('a'), 'key');
    (await jobs.next()).finish(new Error('first try'));
    (await jobs.next()).finish(new Error('second try'));
    const call = await buried.next();
    call.finish();

    expect(call.runId).toBe('a');
  });
}

function stopping(newMake: () => Promise<MakeQueue>): void {
  it('a stop aborts the job at work, and it comes again in the next process', async () => {
    const make = await newMake();
    const jobs = scriptedHandler();
    const first = await running(make({ handler: jobs.handler }));
    await first.queue.send('run.apply', payloadOf('a'), 'key');
    const call = await jobs.next();
    call.signal.addEventListener('abort', () => call.finish());

    await first.stop();
    const second = await running(make({ handler: jobs.handler }));
    const again = await jobs.next();
    again.finish();
    await second.stop();

    expect(call.signal.aborted).toBe(true);
    expect(again.runId).toBe('a');
  });
}
