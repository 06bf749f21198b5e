/** Entry of the process that reads a large upload: takes the files, answers what is in them, ends. */
import process from 'node:process';
import { AppError } from '../../../../core/model/app-error.ts';
import { readUploads } from '../read-uploads.ts';
import type { ReaderAnswer, ReaderTask } from './read-beside.ts';
import { saidIn } from '../../../../core/model/sentence.ts';

function read({ files, limits }: ReaderTask): ReaderAnswer {
  try {
    return { content: readUploads(files, limits) };
  } catch (error) {
    // Classes do not survive the way between processes.
    if (!(error instanceof AppError)) throw error;
    return {
      refusal: {
        kind: error.kind,
        code: error.code,
        message: saidIn({ detail: error.message, words: error.words }, 'detail'),
      },
    };
  }
}

process.once('message', (task) => {
  process.send?.(read(task as ReaderTask), () => process.disconnect());
});
