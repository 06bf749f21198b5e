/** From the outcome of one write to the next move. Reads, waits and writes nothing itself. */
import { canonicalFields } from '../plan/canonical.ts';
import type { Step } from '../plan/plan.ts';
import type { Outcome, ServiceFault } from './outcome.ts';
import { circuit, withFailure, withSuccess } from './run-history.ts';
import type { RunHistory } from './run-history.ts';

type PauseCode = 'sign-in' | 'throttled' | 'no-connection' | 'too-many-failures' | 'no-rights';

/** The run stops writing, keeps its place and can be resumed. */
interface Pause {
  readonly code: PauseCode;
  /** For a person: becomes the state reason of the run. */
  readonly message: string;
  readonly hint: string;
  /** When it is worth trying again without a person. */
  readonly retryAfterMs?: number;
}

type Move =
  /**
   * The step reached its end; `unknown` has to be settled by looking. With `pause` the run stops after it.
   * `error` is what to record; for `done` there is none.
   */
  | {
      readonly kind: 'settle';
      readonly state: 'done' | 'failed' | 'unknown';
      readonly error?: ServiceFault;
      readonly pause?: Pause;
    }
  /** Nothing was changed, or repeating is harmless: send the same again. */
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** The step stays planned. */
  | { readonly kind: 'pause'; readonly pause: Pause };

export interface Judgement {
  readonly move: Move;
  /** Hand it to the next call. */
  readonly history: RunHistory;
}

const MINUTE = 60_000;
/** Longer than this nobody waits inside a run (F01). */
const LONGEST_WAIT = 15 * MINUTE;
const MAX_WAITS = 8;
const MAX_REPEATS = 5;

/**
 * The next move for a step.
 *
 * @param attempt how often it was sent, this time included: 1, 2, ...
 * @param history of the writes before this one
 */
export function judge(step: Step, outcome: Outcome, attempt: number, history: RunHistory): Judgement {
  switch (outcome.result) {
    case 'done':
      return judgeDone(step, outcome, history);
    case 'refused':
      return judgeRefused(step, outcome.error, attempt, history);
    case 'unclear':
      return judgeUnclear(step, outcome.error, attempt, history);
    case 'waiting':
      return { move: wait(step, outcome, attempt), history };
    case 'signIn':
      return { move: { kind: 'pause', pause: SIGN_IN }, history };
  }
}

function judgeDone(step: Step, outcome: Outcome & { result: 'done' }, history: RunHistory): Judgement {
  const { place, requestId } = outcome;
  if (step.kind === 'create' && !isUsable(step, place))
    return failed(step, 'unknown', ownFault('answer-unusable', UNUSABLE, requestId), history);
  const name = place?.fields.displayName;
  if (step.kind === 'rename' && name !== undefined && name.trim() !== nameOf(step))
    return failed(step, 'failed', ownFault(RENAME_NOT_APPLIED, RENAME_IGNORED, requestId), history);
  return { move: { kind: 'settle', state: 'done' }, history: withSuccess(history) };
}

/** Microsoft said yes to a new name and kept the old one. */
export const RENAME_NOT_APPLIED = 'rename-not-applied';

const UNUSABLE = 'Microsoft confirmed the new place, but its answer does not say which one it is.';
const RENAME_IGNORED = 'Microsoft accepted the request but kept the old name.';

const nameOf = (step: Step): string | undefined => canonicalFields(step.fields).displayName;

/** An answer without an id, or about something else, proves nothing (F06). */
function isUsable(step: Step, place: (Outcome & { result: 'done' })['place']): boolean {
  if (!place || place.placeId.length === 0 || place.type !== step.type) return false;
  const name = place.fields.displayName;
  return name === undefined || name.trim() === nameOf(step);
}

const ownFault = (code: string, message: string, requestId: string | null): ServiceFault => ({
  status: null,
  code,
  message,
  requestId,
  clientRequestId: null,
});

function judgeRefused(step: Step, error: ServiceFault, attempt: number, history: RunHistory): Judgement {
  // What was to be removed is gone already.
  if (step.kind === 'remove' && (error.status === 404 || error.status === 410))
    return { move: { kind: 'settle', state: 'done' }, history: withSuccess(history) };
  if ((error.status === 423 || error.status === 429) && attempt < MAX_REPEATS)
    return { move: { kind: 'retry', afterMs: backOff(step, attempt) }, history };
  return failed(step, 'failed', error, history);
}

/**
 * A create may have happened and is never repeated blindly. Everything else names its place; the directory has
 * repeated it already, so once more after a pause is enough.
 */
function judgeUnclear(step: Step, error: ServiceFault, attempt: number, history: RunHistory): Judgement {
  if (step.kind === 'create') return failed(step, 'unknown', error, history);
  if (attempt < 2) return { move: { kind: 'retry', afterMs: backOff(step, attempt) }, history };
  return failed(step, 'failed', error, history);
}

function failed(
  step: Step,
  state: 'failed' | 'unknown',
  error: ServiceFault,
  history: RunHistory,
): Judgement {
  // Graph may refuse every rename; that must not stop what it does accept (graph-places.md section 7).
  const next = step.kind === 'rename' ? history : withFailure(history, step.id, error.status === 403);
  const open = circuit(next);
  return {
    move: { kind: 'settle', state, error, ...(open && { pause: OPEN_CIRCUIT[open] }) },
    history: next,
  };
}

function wait(step: Step, outcome: Outcome & { result: 'waiting' }, attempt: number): Move {
  const { retryAfterMs, error } = outcome;
  const wanted = Number.isFinite(retryAfterMs) ? retryAfterMs : backOff(step, attempt);
  if (wanted > LONGEST_WAIT || attempt >= MAX_WAITS) {
    return { kind: 'pause', pause: longPause(error, wanted) };
  }
  return { kind: 'retry', afterMs: Math.max(1000, Math.round(wanted)) };
}

/** When waiting takes longer than a run may: it goes on by itself. */
export function longPause({ status }: Pick<ServiceFault, 'status'>, waitMs: number): Pause {
  const why = status === null ? NO_CONNECTION : THROTTLED;
  return { ...why, retryAfterMs: Math.max(waitMs, MINUTE) };
}

/** 2 s, 4 s, ... 2 min, each shortened by up to half so that steps do not come back in one beat. */
function backOff(step: Step, attempt: number): number {
  const full = Math.min(2000 * 2 ** (attempt - 1), 2 * MINUTE);
  return Math.round(full * (0.5 + 0.5 * spread(`${step.id}#${attempt}`)));
}

/** FNV-1a, scaled to 0..1: a "random" number that is the same in every replay. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) / 0xffffffff;
}

const SIGN_IN: Pause = {
  code: 'sign-in',
  message: 'The connected Microsoft account has to sign in again.',
  hint: 'Connect the account again, then resume the run. Nothing that was done is repeated.',
};

const THROTTLED: Pause = {
  code: 'throttled',
  message: 'Microsoft asks to wait for longer than a run may.',
  hint: 'The run goes on by itself then; it can be resumed earlier. Nothing that was done is repeated.',
};

/** Nobody answered at all: name, certificate or network (F17). */
const NO_CONNECTION: Pause = {
  code: 'no-connection',
  message: 'Microsoft Places cannot be reached: there is no connection.',
  hint: 'Check name resolution, proxy and certificates of this server, then resume, or wait: the run tries again by itself. Nothing that was done is repeated.',
};

const OPEN_CIRCUIT: Readonly<Record<'noRights' | 'tooManyFailures', Pause>> = {
  noRights: {
    code: 'no-rights',
    message: 'Microsoft refused several places for lack of rights, so the run stopped before the rest.',
    hint: 'Give the connected account the role Exchange Administrator (directly, not through a group), wait some minutes, then resume.',
  },
  tooManyFailures: {
    code: 'too-many-failures',
    message: 'Too many writes failed one after another, so the run stopped before the rest.',
    hint: 'Look at the failures of the report and at the Microsoft 365 service health, then resume.',
  },
};
