/** What became of the places of a run so far, kept up step by step: counting anew each time would be quadratic. */
import { refText } from '../core/model/place.ts';
import type { Step } from '../core/plan/plan.ts';
import { countRun } from '../core/run/run-end.ts';
import type { RunCounts, StepState } from '../ports/stores.ts';

/** Counts of a run by place, and how many of its steps have reached their end. */
export class Tally {
  readonly #stepsOf: ReadonlyMap<string, readonly Step[]>;
  readonly #states: Map<string, StepState>;
  #counts: { -readonly [Name in keyof RunCounts]: number };
  #done = 0;

  /** @param untouched places that the plan itself leaves as they are */
  constructor(steps: readonly Step[], states: ReadonlyMap<string, StepState>, untouched: number) {
    this.#stepsOf = Map.groupBy(steps, refText);
    this.#states = new Map(steps.map((step) => [step.id, states.get(step.id) ?? 'planned']));
    this.#counts = countRun(
      steps.map((step) => ({ step, state: this.#stateOf(step) })),
      untouched,
    );
    this.#done = steps.filter((step) => isOver(this.#stateOf(step))).length;
  }

  get counts(): RunCounts {
    return this.#counts;
  }

  get done(): number {
    return this.#done;
  }

  set(step: Step, state: StepState): void {
    const before = this.#placeOf(step);
    this.#done += Number(isOver(state)) - Number(isOver(this.#stateOf(step)));
    this.#states.set(step.id, state);
    const after = this.#placeOf(step);
    const counts = { ...this.#counts };
    for (const name of Object.keys(counts) as (keyof RunCounts)[]) counts[name] += after[name] - before[name];
    this.#counts = counts;
  }

  /** Whether every other step of the same place has worked. */
  completes(step: Step): boolean {
    const place = this.#stepsOf.get(refText(step)) ?? [];
    return place.every((other) => other.id === step.id || this.#stateOf(other) === 'done');
  }

  #stateOf(step: Step): StepState {
    return this.#states.get(step.id) ?? 'planned';
  }

  /** What the place of this step counts as. */
  #placeOf(step: Step): RunCounts {
    const place = this.#stepsOf.get(refText(step)) ?? [];
    return countRun(
      place.map((one) => ({ step: one, state: this.#stateOf(one) })),
      0,
    );
  }
}

/** An unclear create that a person has to look into is over too; until then it is only on its way there. */
const isOver = (state: StepState) => state !== 'planned' && state !== 'intent';
