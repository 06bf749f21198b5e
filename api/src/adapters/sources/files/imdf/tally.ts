import type { Finding } from '../../../../core/model/finding.ts';
import { english, say, spoken } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

/** Makes the sentence for that many. */
type Tell = (count: number) => Sentence;

/** Counts what is alike, so that an archive with a thousand equal flaws gives one finding with the number. */
export class Tally {
  private readonly counts = new Map<string, { finding: Finding; tell: Tell; count: number }>();

  /** Code and sentence for one decide what is alike. */
  add(code: string, severity: Finding['severity'], path: string | undefined, tell: Tell): void {
    const kind = `${code} ${english(tell(1))}`;
    const before = this.counts.get(kind);
    if (before) before.count++;
    else this.counts.set(kind, { finding: { code, severity, message: '', path }, tell, count: 1 });
  }

  findings(): Finding[] {
    return [...this.counts.values()].map(({ finding, tell, count }) => ({
      ...finding,
      ...spoken({ message: tell(count) }),
    }));
  }
}

/** Things that archives hold, one and several. */
const THINGS = {
  feature: [say`1 feature`, (count: number) => say`${{ count }} features`],
  unit: [say`1 unit`, (count: number) => say`${{ count }} units`],
  fixture: [say`1 fixture`, (count: number) => say`${{ count }} fixtures`],
  section: [say`1 section`, (count: number) => say`${{ count }} sections`],
  level: [say`1 level`, (count: number) => say`${{ count }} levels`],
  outdoorLevel: [say`1 outdoor level`, (count: number) => say`${{ count }} outdoor levels`],
  building: [say`1 building`, (count: number) => say`${{ count }} buildings`],
} as const;

/** `1 unit`, `12 units`. */
export function many(count: number, what: keyof typeof THINGS): Sentence {
  const [one, several] = THINGS[what];
  return count === 1 ? one : several(count);
}
