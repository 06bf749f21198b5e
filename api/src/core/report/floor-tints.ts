/** What became of the places of a run, as colours on the pictures of its floors. */
import { refText } from '../model/place.ts';
import type { Step } from '../plan/plan.ts';
import type { StepState } from '../run/run-state.ts';

/** The worst outcome of a place wins; what is not in the table has no colour of its own. Readable on white. */
const COLOURS: readonly (readonly [StepState, string])[] = [
  ['failed', '#b10e1c'],
  ['unknown', '#a35200'],
  ['skipped', '#6b6b6b'],
  ['done', '#0e700e'],
];

/** Colour by source key: green done, red failed, brown not known, grey not tried. */
export function floorTints(
  steps: readonly Step[],
  journal: readonly { readonly stepId: string; readonly state: StepState }[],
): ReadonlyMap<string, string> {
  const states = new Map(journal.map(({ stepId, state }) => [stepId, state]));
  const tints = new Map<string, string>();
  for (const [, some] of Map.groupBy(steps, (step) => refText(step))) {
    const all = new Set(some.map(({ id }) => states.get(id)));
    const worst = COLOURS.find(([state]) => all.has(state));
    const key = some[0]?.key;
    if (worst !== undefined && key !== undefined) tints.set(key, worst[1]);
  }
  return tints;
}
