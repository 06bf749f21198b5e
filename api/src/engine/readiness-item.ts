/** One thing that a first sync needs: how it stands, and the exact next step. */
export interface ReadinessItem {
  readonly code: string;
  readonly title: string;
  readonly state: 'ok' | 'problem' | 'unknown';
  readonly detail: string;
  readonly hint?: string;
  readonly command?: string;
}
