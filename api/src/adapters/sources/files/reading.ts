import type { DraftBuilding } from '../../../core/model/draft.ts';
import type { Finding } from '../../../core/model/finding.ts';

/** What one package of files came to, before the rules between buildings are applied. */
export interface Reading {
  readonly drafts: readonly DraftBuilding[];
  readonly findings: readonly Finding[];
}

/** Nothing was usable, and why. */
export const refused = (code: string, message: string, path?: string, hint?: string): Reading => ({
  drafts: [],
  findings: [{ code, severity: 'error', message, path, hint }],
});
