import { PgBoss, type Job } from 'pg-boss';
import type { JobName, JobQueue } from '../../ports/stores.ts';
import { silent, type Database, type Log } from './database.ts';
import { NotAlone, waitUntilAlone } from './one-per-group.ts';
import { queueConnection } from './queue-connection.ts';

type Payload = Parameters<JobQueue['send']>[1];

/** Does one job. Resolving ends it; throwing lets it come again later. `signal` says: stop, you lost it or we stop. */
export type JobHandler = (payload: unknown, signal: AbortSignal) => Promise<void>;

export interface JobQueueOptions {
  readonly database: Database;
  /** Jobs that this process works on; without any it only sends. */
  readonly handlers?: { readonly [job in JobName]?: JobHandler | undefined } | undefined;
  /**
   * Called once for a run that failed or killed its process again and again and will not be tried any more, so
   * that it does not look alive for ever.
   */
  readonly givenUp?: JobHandler | undefined;
  /** Jobs at work at the same time in this process. Default 4. */
  readonly concurrency?: number | undefined;
  /** How often a job that fails is tried again. Default 10, over some four minutes. */
  readonly retries?: number | undefined;
  readonly log?: Log | undefined;
}

export interface RunningQueue {
  readonly queue: JobQueue;
  /** Prepares the queue's tables and begins to work. On PGlite, jobs of a process that died come back at once. */
  start(): Promise<void>;
  /** Takes no more jobs, aborts the signals, waits up to 25 s for the handlers; what is unfinished comes again. */
  stop(): Promise<void>;
}

const JOBS: readonly JobName[] = ['run.apply', 'map.check'];
/** Jobs that somebody waits for: their end has to be written down even when they fail for good. */
const AWAITED: readonly JobName[] = ['run.apply'];
const givenUpName = (job: JobName) => `${job}.given-up`;

/** A run of a very large building takes hours; pg-boss allows a day at most. */
const EXPIRE_SECONDS = 23 * 3600;
/** 1, 2, 4, 8, 16, 30, 30 ... seconds: some minutes of an unreachable database or of a crashing worker. */
const RETRY = { retryDelay: 1, retryBackoff: true, retryDelayMax: 30 };
const RETRIES = 10;
/** The shortest pg-boss allows. Only for servers: on PGlite no other process could take a job over. */
const HEARTBEAT_SECONDS = 10;
/** A job sent in this process wakes its workers at once; polling finds retries and what other processes sent. */
const POLL_SECONDS = { embedded: 2, server: 1 };
const STOP_TIMEOUT_MS = 25_000;

/**
 * Durable jobs on pg-boss, in the same database.
 *
 * Sending again under the key of a job that still waits changes that job instead of adding one. A job that is at
 * work never swallows a later one (a run that is resumed in the moment it pauses must not be lost); jobs of one run
 * are at work one after the other, whatever their key.
 */
export function createJobQueue(options: JobQueueOptions): RunningQueue {
  const { database, handlers = {}, givenUp, concurrency = 4, retries = RETRIES, log = silent } = options;
  const boss = new PgBoss({ ...queueConnection(database.engine), schedule: false });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue'));
  const stopping = new AbortController();
  const workers: string[] = [];

  const send: JobQueue['send'] = async (job, payload: Payload, key, { afterMs } = { afterMs: 0 }) => {
    const group = { id: `${payload.tenantId}:${payload.runId}` };
    let stored = false;
    while (!stored) {
      const { inserted, updated } = await boss.upsert(job, payload, {
        singletonKey: key,
        group,
        startAfter: Math.ceil(afterMs / 1000),
      });
      // Neither: the job that waited under this key has been taken in this very moment. The next attempt adds one.
      stored = inserted + updated > 0;
    }
    if (afterMs === 0) for (const worker of workers) boss.notifyWorker(worker);
  };

  const { kind } = database.engine;
  const begin = (name: string, handler: JobHandler) => working(name, handler, database, stopping.signal, log);

  const start = async () => {
    await boss.start();
    for (const job of JOBS) {
      await prepareQueue(boss, job, retries, kind === 'server');
      if (kind === 'embedded') await bringBack(boss, job);
      const handler = handlers[job];
      if (handler === undefined) continue;
      const pace = { pollingIntervalSeconds: POLL_SECONDS[kind], groupConcurrency: 1 };
      for (let n = 0; n < concurrency; n += 1) workers.push(await boss.work(job, pace, begin(job, handler)));
      if (givenUp === undefined || !AWAITED.includes(job)) continue;
      const buried = givenUpName(job);
      await boss.work(buried, { pollingIntervalSeconds: 5 }, begin(buried, givenUp));
    }
  };

  const stop = async () => {
    stopping.abort(new Error('This process is stopping.'));
    await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
  };

  return { queue: { send }, start, stop };
}

/** Creates the queue, or brings the settings of one that an older version created up to date. */
async function prepareQueue(boss: PgBoss, job: JobName, retryLimit: number, shared: boolean): Promise<void> {
  const kept = { ...RETRY, retryLimit, deleteAfterSeconds: 24 * 3600 };
  const settings = {
    ...kept,
    expireInSeconds: EXPIRE_SECONDS,
    deadLetter: givenUpName(job),
    ...(shared ? { heartbeatSeconds: HEARTBEAT_SECONDS } : {}),
  };
  await boss.createQueue(givenUpName(job), kept);
  // `short`: one waiting job per key.
  await boss.createQueue(job, { ...settings, policy: 'short' });
  await boss.updateQueue(job, settings);
}

/** We own the folder, so whoever worked on these is dead; pg-boss would find out by their expiry only. */
async function bringBack(boss: PgBoss, job: JobName): Promise<void> {
  const jobs = await boss.findJobs(job);
  const active = jobs.filter((found) => found.state === 'active').map((found) => found.id);
  if (active.length > 0) await boss.fail(job, active, { message: 'The process that worked on it is gone.' });
}

/** What pg-boss calls. What a job has written is on the disk before the job counts as done. */
function working(name: string, handler: JobHandler, database: Database, stopping: AbortSignal, log: Log) {
  return async ([job]: Job<unknown>[]): Promise<void> => {
    if (job === undefined) return;
    const signal = AbortSignal.any([job.signal, stopping]);
    try {
      if (database.engine.kind === 'server') await waitUntilAlone(database, job, signal);
      await handler(job.data, signal);
      await database.flush();
    } catch (error) {
      const expected = signal.aborted || error instanceof NotAlone;
      if (!expected) log.error({ err: error, job: name, id: job.id }, 'a job failed and is tried again');
      throw error;
    }
    // A handler that was told to stop has left work undone: it must come again, here or in another process.
    stopping.throwIfAborted();
  };
}
