import type { Finding } from '#contract';

export type Severity = Finding['severity'];

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];
