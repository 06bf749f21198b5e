/** Entry of the thread that reads a large upload: takes the files, posts what is in them, ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../../core/model/app-error.ts';
import { readUploads } from '../read-uploads.ts';
import type { WorkerAnswer, WorkerTask } from './read-in-worker.ts';

const { files, limits } = workerData as WorkerTask;

function answer(): WorkerAnswer {
  try {
    return { content: readUploads(files, limits) };
  } catch (error) {
    // Classes do not survive the way between threads.
    if (!(error instanceof AppError)) throw error;
    return { refusal: { kind: error.kind, code: error.code, message: error.message } };
  }
}

parentPort?.postMessage(answer());
