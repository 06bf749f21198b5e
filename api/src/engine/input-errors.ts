import type { InputError } from '../core/model/app-error.ts';
import type { Finding } from '../core/model/finding.ts';

/** The findings that make something unusable, as the problems of a refusal; all of them when none is that bad. */
export function inputErrors(findings: readonly Finding[]): InputError[] {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const shown = errors.length > 0 ? errors : findings;
  return shown.map(({ path, key, message, words }) => ({ path: path ?? key ?? '', message, words }));
}
