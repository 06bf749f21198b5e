import type { DraftBuilding } from '../../../core/model/draft.ts';
import type { Finding } from '../../../core/model/finding.ts';
import { spoken } from '../../../core/model/sentence.ts';
import type { Sentence } from '../../../core/model/sentence.ts';

/** What one package of files came to, before the rules between buildings are applied. */
export interface Reading {
  readonly drafts: readonly DraftBuilding[];
  readonly findings: readonly Finding[];
}

/** Nothing was usable, and why. */
export const refused = (code: string, message: Sentence, path?: string, hint?: Sentence): Reading => ({
  drafts: [],
  findings: [{ code, severity: 'error', ...spoken({ message, hint }), path }],
});
