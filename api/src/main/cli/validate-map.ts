/** `validate-map`: checks a zip against what Microsoft Places accepts. */
import type { Terminal } from './terminal.ts';

export function validateMapFile(_file: string, terminal: Terminal, _json: boolean): Promise<number> {
  return Promise.resolve(terminal.fail('Not available yet.'));
}
