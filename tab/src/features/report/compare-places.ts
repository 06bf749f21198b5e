import type { RunPlace } from '#contract';

/** How a place differs between two runs, in the order a person wants to read them. */
export const DIFFERENCES = ['newlyFailed', 'failsAgain', 'fixed', 'otherAction', 'appeared', 'left'] as const;
export type Difference = (typeof DIFFERENCES)[number];

export interface PlaceDifference {
  readonly place: RunPlace;
  readonly kind: Difference;
  readonly before?: RunPlace | undefined;
  readonly after?: RunPlace | undefined;
}

const idOf = ({ type, key }: RunPlace) => `${type}:${key}`;
const hasFailed = (place: RunPlace | undefined) =>
  place?.outcome === 'failed' || place?.outcome === 'unknown';

/** Places that did not fare the same in two runs, those that matter most first and else in the order of the plan. */
export function comparePlaces(earlier: readonly RunPlace[], later: readonly RunPlace[]): PlaceDifference[] {
  const before = new Map(earlier.map((place) => [idOf(place), place]));
  const after = new Set(later.map(idOf));
  const differences = [
    ...later.flatMap((place) => different(before.get(idOf(place)), place)),
    ...earlier.filter((place) => !after.has(idOf(place))).flatMap((place) => different(place, undefined)),
  ];
  return differences.sort((a, b) => DIFFERENCES.indexOf(a.kind) - DIFFERENCES.indexOf(b.kind));
}

function different(before: RunPlace | undefined, after: RunPlace | undefined): PlaceDifference[] {
  const place = after ?? before;
  const kind = kindOf(before, after);
  return place === undefined || kind === undefined ? [] : [{ place, kind, before, after }];
}

function kindOf(before: RunPlace | undefined, after: RunPlace | undefined): Difference | undefined {
  if (hasFailed(after)) return hasFailed(before) ? 'failsAgain' : 'newlyFailed';
  if (before === undefined) return 'appeared';
  if (after === undefined) return 'left';
  // A repeated run says nothing about what it did not repeat.
  if (after.outcome === 'apart' || before.outcome === 'apart') return undefined;
  if (hasFailed(before))
    return after.outcome === 'done' || after.outcome === 'untouched' ? 'fixed' : undefined;
  return before.action === after.action ? undefined : 'otherAction';
}
