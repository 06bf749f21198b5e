/** Sends writes: intent committed, sent, each answer judged by itself and committed (reliability-security.md section 3). */
import { judge } from '../core/run/judge.ts';
import type { Step } from '../core/plan/plan.ts';
import type { PlaceWrite, ServiceError, WriteOutcome } from '../ports/place-directory.ts';
import { inFlight } from './in-flight.ts';
import { confirmRights } from './confirm-rights.ts';
import { doneOutcome, refusedName } from './ledger-row.ts';
import { answerRecord, intentRecord } from './record-writes.ts';
import type { Outcome, RunningRun } from './running-run.ts';

/** Writes of one chunk, and chunks under way at once: what Graph takes in one batch and from one app. */
const CHUNK = 20;
const CHUNKS_IN_FLIGHT = 4;

/** What one round of sending left open. */
export interface Sent {
  /** Creates whose answer was lost: `unknown`, to be looked for. */
  readonly unclear: Step[];
  /** Nothing was changed: `planned`, to be sent again after `waitMs`. */
  readonly again: Step[];
  waitMs: number;
}

/** Sends steps that do not need each other and whose parents exist; stops beginning when the run has to stop. */
export async function sendWrites(run: RunningRun, steps: readonly Step[]): Promise<Sent> {
  const sent: Sent = { unclear: [], again: [], waitMs: 0 };
  await confirmRights(run);
  await inFlight(
    chunksOf(steps, CHUNK),
    CHUNKS_IN_FLIGHT,
    (chunk) => sendChunk(run, chunk, sent),
    () => run.goOn(),
  );
  return sent;
}

async function sendChunk(run: RunningRun, chunk: readonly Step[], sent: Sent): Promise<void> {
  await run.intend(chunk, intentRecord(run, chunk));
  const writes = chunk.map((step) => writeOf(run, step));
  const answers = await run.directory.write(writes, run.signal);
  const byRef = new Map(answers.map((answer) => [answer.ref, answer]));
  const outcomes = chunk.map((step) => {
    const answer = byRef.get(step.id) ?? missing(step);
    return { ...afterAnswer(run, step, answer, sent), audit: answerRecord(run, step, answer) };
  });
  await run.settle(outcomes);
}

function afterAnswer(run: RunningRun, step: Step, answer: WriteOutcome, sent: Sent): Outcome {
  const { move, history } = judge(step, answer, run.attemptsOf(step), run.history);
  run.history = history;
  const requestId = requestIdOf(answer);
  if (move.kind === 'retry') {
    sent.again.push(step);
    sent.waitMs = Math.max(sent.waitMs, move.afterMs);
    return { step, state: 'planned', requestId };
  }
  if (move.pause !== undefined) {
    const { message, hint, retryAfterMs } = move.pause;
    const reason = `${message} ${hint}`;
    run.stop ??= { state: 'paused', reason, ...(retryAfterMs && { resumeAfterMs: retryAfterMs }) };
  }
  if (move.kind === 'pause') return { step, state: 'planned', requestId };
  if (move.state === 'done') {
    return doneOutcome(run, step, 'place' in answer ? answer.place : undefined, { requestId });
  }
  if (move.state === 'unknown') sent.unclear.push(step);
  const ledger = move.error && refusedName(run, step, move.error);
  return { step, state: move.state, error: move.error, requestId, ...(ledger && { ledger }) };
}

/** A batch that came back without an answer for one of its parts says nothing about that part (F08). */
function missing(step: Step): WriteOutcome {
  const message = 'Microsoft gave no answer for this place.';
  const error = { status: null, code: 'no-answer', message, requestId: null, clientRequestId: null };
  return { ref: step.id, result: 'unclear', error };
}

function requestIdOf(answer: WriteOutcome): string | undefined {
  const id = answer.result === 'done' ? answer.requestId : (answer.error satisfies ServiceError).requestId;
  return id ?? undefined;
}

function writeOf(run: RunningRun, step: Step): PlaceWrite {
  const { id: ref, type, fields } = step;
  if (step.kind === 'create')
    return { kind: 'create', ref, type, parentId: run.parentIdOf(step) ?? null, fields };
  const id = step.graphId ?? step.mailbox ?? step.placeId ?? '';
  if (step.kind === 'remove') return { kind: 'remove', ref, type, id };
  const parentId = step.setsParent ? run.parentIdOf(step) : undefined;
  return { kind: 'update', ref, type, id, fields, ...(parentId == null ? {} : { parentId }) };
}

/** Equal pieces of at most `size`. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
