import type { Run, RunCounts, RunState, StepEvent } from '#contract';
import type { ServerEvent } from '../../shared/api-client/sse-parser.ts';

/** How much was done when; taken when the news arrived. */
export interface Sample {
  readonly at: number;
  readonly done: number;
}

/** A run as its events told it so far. */
export interface RunStory {
  readonly state: RunState;
  readonly stateReason: string | undefined;
  /** When a paused run goes on by itself; undefined: it waits for a person. */
  readonly resumesAt: string | undefined;
  readonly done: number;
  readonly total: number;
  readonly counts: RunCounts;
  /** What failed or stayed unclear, oldest first. */
  readonly failures: readonly StepEvent[];
  /** The last few items, newest first. */
  readonly recent: readonly StepEvent[];
  readonly samples: readonly Sample[];
}

const RECENT = 6;
const WINDOW_MS = 30_000;
/** News that come together (a replay after a reconnect) count as one sample. */
const TOGETHER_MS = 300;

const ENDED = new Set<RunState>(['done', 'doneWithFailures', 'failed', 'cancelled']);

export const hasEnded = (state: RunState) => ENDED.has(state);

export const storyOf = (run: Run): RunStory => ({
  state: run.state,
  stateReason: run.stateReason,
  resumesAt: run.resumesAt,
  done: run.progress.done,
  total: run.progress.total,
  counts: run.counts,
  failures: [],
  recent: [],
  samples: [],
});

function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  const kept = last !== undefined && sample.at - last.at < TOGETHER_MS ? samples.slice(0, -1) : samples;
  return [...kept.filter((old) => sample.at - old.at <= WINDOW_MS), sample];
}

function addStep(story: RunStory, step: StepEvent): RunStory {
  const bad = step.outcome === 'failed' || step.outcome === 'unknown';
  const id = (one: StepEvent) => `${one.type}:${one.key}`;
  return {
    ...story,
    recent: [step, ...story.recent].slice(0, RECENT),
    failures: bad
      ? [...story.failures.filter((old) => id(old) !== id(step)), step]
      : story.failures.filter((old) => id(old) !== id(step)),
  };
}

interface Progress {
  readonly done: number;
  readonly total: number;
  readonly counts?: RunCounts;
}

interface StateChange {
  readonly state: RunState;
  readonly reason?: string | null;
  readonly resumesAt?: string | null;
}

/** The story after one more event; `at` is the time of arrival in ms. Unknown kinds of event change nothing. */
export function tell(story: RunStory, event: ServerEvent, at: number): RunStory {
  if (event.event === 'step') return addStep(story, JSON.parse(event.data) as StepEvent);
  if (event.event === 'progress') {
    const { done, total, counts } = JSON.parse(event.data) as Progress;
    return {
      ...story,
      done,
      total,
      counts: counts ?? story.counts,
      samples: addSample(story.samples, { at, done }),
    };
  }
  if (event.event === 'state') {
    const { state, reason, resumesAt } = JSON.parse(event.data) as StateChange;
    return { ...story, state, stateReason: reason ?? undefined, resumesAt: resumesAt ?? undefined };
  }
  return story;
}

/** Places per minute and milliseconds left, from the last half minute; undefined while there is too little to tell. */
export function paceOf(story: RunStory): { readonly perMinute: number; readonly leftMs: number } | undefined {
  const first = story.samples[0];
  const last = story.samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 1_000) return undefined;
  const perMs = (last.done - first.done) / (last.at - first.at);
  if (perMs <= 0) return undefined;
  return { perMinute: Math.round(perMs * 60_000), leftMs: Math.max(0, story.total - last.done) / perMs };
}
