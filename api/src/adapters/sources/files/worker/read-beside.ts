import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError, type ErrorKind } from '../../../../core/model/app-error.ts';
import type { SourceContent, SourceFile } from '../../../../ports/source-reader.ts';
import type { Limits } from '../limits.ts';
import { say } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

export interface ReaderTask {
  readonly files: readonly SourceFile[];
  readonly limits: Limits;
}

export type ReaderAnswer =
  | { readonly content: SourceContent }
  | { readonly refusal: { readonly kind: ErrorKind; readonly code: string; readonly message: Sentence } };

const ENTRY = fileURLToPath(new URL('./reader-process.ts', import.meta.url));

/**
 * Reads uploads in a process of their own: the server keeps answering meanwhile, and a file that is made to use
 * up all memory ends that process and not the server (reliability-security.md F50). A thread would not do: a heap
 * that runs full inside JSON.parse ends the whole process that the thread belongs to.
 * @throws AppError `tooLarge` over the limits, also when `limits.megabytes` of memory do not suffice
 */
export function readBeside(files: readonly SourceFile[], limits: Limits): Promise<SourceContent> {
  const reader = fork(ENTRY, [], {
    execArgv: [`--max-old-space-size=${limits.megabytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  });
  const task: ReaderTask = { files, limits };
  return answerOf(reader, task).finally(() => reader.kill());
}

function answerOf(reader: ChildProcess, task: ReaderTask): Promise<SourceContent> {
  return new Promise((resolve, reject) => {
    reader.once('message', (message) => {
      const answer = message as ReaderAnswer;
      if ('content' in answer) resolve(answer.content);
      else reject(new AppError(answer.refusal.kind, answer.refusal.code, answer.refusal.message));
    });
    reader.once('error', reject);
    reader.once('exit', (code, signal) => reject(ended(code, signal)));
    reader.send(task, (error) => {
      if (error) reject(error);
    });
  });
}

/** V8 aborts when its heap is full; the shell's name for that signal is 134. */
function ended(code: number | null, signal: NodeJS.Signals | null): AppError {
  if (signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGILL' || code === 134) {
    return new AppError('tooLarge', 'too-much-memory', 'The upload needs more memory than a reader may use', {
      hint: 'Import the buildings one by one.',
    });
  }
  return new AppError(
    'bug',
    'reader-stopped',
    say`The reader stopped without an answer (${{ signal: String(signal ?? code) }})`,
  );
}
