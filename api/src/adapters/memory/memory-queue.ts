import type { JobQueue } from '../../ports/stores.ts';

interface Job {
  readonly name: 'run.apply';
  readonly payload: { readonly tenantId: string; readonly runId: string };
  readonly key: string;
}

/** Jobs in memory, in the order in which they came; nothing runs before {@link MemoryQueue.drain}. */
export class MemoryQueue implements JobQueue {
  readonly waiting: Job[] = [];

  /** A key that waits already is not queued twice. */
  send(name: Job['name'], payload: Job['payload'], key: string): Promise<void> {
    if (!this.waiting.some((job) => job.key === key)) this.waiting.push({ name, payload, key });
    return Promise.resolve();
  }

  /** Hands every waiting job to the handler, one after the other, until none is left. */
  async drain(handler: (payload: Job['payload']) => Promise<void>): Promise<void> {
    for (let job = this.waiting.shift(); job !== undefined; job = this.waiting.shift()) {
      await handler(job.payload);
    }
  }
}
