import type { JobName, JobQueue } from '../../ports/stores.ts';

interface Job {
  readonly name: JobName;
  readonly payload: { readonly tenantId: string; readonly runId: string };
  readonly key: string;
  readonly afterMs: number;
}

/** Jobs in memory, in the order in which they came; nothing runs before {@link MemoryQueue.drain}. */
export class MemoryQueue implements JobQueue {
  waiting: Job[] = [];

  /** A key that waits already is not queued twice. */
  send(
    name: JobName,
    payload: Job['payload'],
    key: string,
    { afterMs }: { readonly afterMs: number } = { afterMs: 0 },
  ): Promise<void> {
    if (!this.waiting.some((job) => job.key === key)) this.waiting.push({ name, payload, key, afterMs });
    return Promise.resolve();
  }

  /** Hands every waiting job of this name that is due within that time to the handler, one after the other. */
  async drain(
    handler: (payload: Job['payload']) => Promise<void>,
    name: JobName = 'run.apply',
    withinMs = Infinity,
  ): Promise<void> {
    const take = () => this.take(name, withinMs);
    for (let job = take(); job !== undefined; job = take()) await handler(job.payload);
  }

  /** The next waiting job of this name, taken out. */
  take(name: JobName, withinMs = Infinity): Job | undefined {
    const job = this.waiting.find((one) => one.name === name && one.afterMs <= withinMs);
    this.waiting = this.waiting.filter((one) => one !== job);
    return job;
  }
}
