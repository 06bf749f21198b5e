/** Makes the template that test databases are copied from, once, before the first test file needs it. */
import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAKER = fileURLToPath(new URL('../src/adapters/postgres/testing/make-template.ts', import.meta.url));

/** In a process of its own: the embedded database does not load inside the test runner's module loader. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [MAKER]);
}
