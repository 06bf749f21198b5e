import type { Finding } from '../../../../core/model/finding.ts';

/** Counts what is alike, so that an archive with a thousand equal flaws gives one finding with the number. */
export class Tally {
  private readonly counts = new Map<
    string,
    { finding: Finding; say: (count: number) => string; count: number }
  >();

  /** `say` makes the sentence; code and sentence for one decide what is alike. */
  add(
    code: string,
    severity: Finding['severity'],
    path: string | undefined,
    say: (count: number) => string,
  ): void {
    const kind = `${code} ${say(1)}`;
    const before = this.counts.get(kind);
    if (before) before.count++;
    else this.counts.set(kind, { finding: { code, severity, message: '', path }, say, count: 1 });
  }

  findings(): Finding[] {
    return [...this.counts.values()].map(({ finding, say, count }) => ({ ...finding, message: say(count) }));
  }
}

/** `1 unit`, `12 units`. */
export const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
