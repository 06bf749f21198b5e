import { Worker } from 'node:worker_threads';
import { AppError, type ErrorKind } from '../../../../core/model/app-error.ts';
import type { SourceContent, SourceFile } from '../../../../ports/source-reader.ts';
import type { Limits } from '../limits.ts';

export interface WorkerTask {
  readonly files: readonly SourceFile[];
  readonly limits: Limits;
}

export type WorkerAnswer =
  | { readonly content: SourceContent }
  | { readonly refusal: { readonly kind: ErrorKind; readonly code: string; readonly message: string } };

const ENTRY = new URL('./read-worker.ts', import.meta.url);
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

/**
 * Reads uploads in a thread of their own: the server keeps answering meanwhile, and a file that is made to use
 * up all memory ends that thread and not the server (reliability-security.md F50).
 * @throws AppError `tooLarge` over the limits, also when `limits.megabytes` of memory do not suffice
 */
export function readInWorker(files: readonly SourceFile[], limits: Limits): Promise<SourceContent> {
  const task: WorkerTask = { files, limits };
  return new Promise((resolve, reject) => {
    const worker = new Worker(ENTRY, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    });
    worker.once('message', (answer: WorkerAnswer) => {
      if ('content' in answer) resolve(answer.content);
      else reject(new AppError(answer.refusal.kind, answer.refusal.code, answer.refusal.message));
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === OUT_OF_MEMORY ? tooMuchMemory(error) : error);
    });
    worker.once('exit', (code) => {
      reject(new AppError('bug', 'reader-stopped', `The reader stopped without an answer (${code})`));
    });
  });
}

const tooMuchMemory = (cause: Error): AppError =>
  new AppError('tooLarge', 'too-much-memory', 'The upload needs more memory than a reader may use', {
    hint: 'Import the buildings one by one.',
    cause,
  });
