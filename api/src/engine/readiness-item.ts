import type { Words } from '../core/model/sentence.ts';
/** One thing that a first sync needs: how it stands, and the exact next step. */
export interface ReadinessItem {
  readonly code: string;
  readonly title: string;
  readonly state: 'ok' | 'problem' | 'unknown';
  readonly detail: string;
  readonly hint?: string;
  /** Sentences with values, by field. */
  readonly words?: Words;
  readonly command?: string;
}
