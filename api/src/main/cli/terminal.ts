/** What a command says: results on standard output, notes and errors on standard error. */
import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';
import { EXIT } from './exit-codes.ts';

export interface Terminal {
  readonly isTty: boolean;
  lines(lines: readonly string[]): void;
  json(value: unknown): void;
  note(line: string): void;
  /** Says what went wrong and gives the exit code for it. */
  fail(message: string): number;
  /** Asks on a terminal; anywhere else the answer is no. */
  confirm(question: string): Promise<boolean>;
}

export function openTerminal(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  errors: NodeJS.WriteStream,
): Terminal {
  return {
    isTty: output.isTTY === true,
    lines: (lines) => void output.write(`${lines.join('\n')}\n`),
    json: (value) => void output.write(`${JSON.stringify(value, null, 2)}\n`),
    note: (line) => void errors.write(`${line}\n`),
    fail: (message) => {
      errors.write(`${pc.red(message)}\n`);
      return EXIT.error;
    },
    confirm: async (question) => {
      if (input.isTTY !== true) return false;
      const lines = createInterface({ input, output });
      const answer = await lines.question(`${question} [y/N] `);
      lines.close();
      return /^y(es)?$/i.test(answer.trim());
    },
  };
}
