import type { Report } from '../core/report/report.ts';
import type { Run } from './stores.ts';

/** Tells people that a run has ended. What it throws is logged and never changes the run. */
export interface Notifier {
  runEnded(run: Run, report: Report): Promise<void>;
}
