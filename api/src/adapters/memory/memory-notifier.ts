import type { Report } from '../../core/report/report.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { Run } from '../../ports/stores.ts';

/** Remembers what people were told. */
export class MemoryNotifier implements Notifier {
  readonly told: { readonly run: Run; readonly report: Report }[] = [];
  /** Set to make every message fail. */
  failure: Error | undefined;

  runEnded(run: Run, report: Report): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.told.push({ run, report });
    return Promise.resolve();
  }
}
