/** What became of one write, judged by its own answer (reliability-security.md section 2.1). Pure. */
import type { LivePlace } from '../../core/model/place.ts';
import type { PlaceWrite, ServiceError, WriteOutcome } from '../../ports/place-directory.ts';
import { type Answer, CallFailed } from './call.ts';
import { livePlaceOf } from './convert.ts';
import { insufficientClaims, serviceErrorOf } from './service-error.ts';
import { type Trouble, troubleOf } from './try-again.ts';

/** A wait that nobody asked for: no connection, no token. */
const NO_CONNECTION_WAIT_MS = 60_000;

/** `trouble`: sending again may help, and is safe. `outcome`: what it is when nothing is sent again. */
export interface Verdict {
  readonly outcome: WriteOutcome;
  readonly trouble: Trouble | null;
}

/** Judges the answer to a write, or its loss. Nothing may be repeated that could take effect twice. */
export function judge(write: PlaceWrite, got: Answer | CallFailed, now: Date): Verdict {
  const { ref } = write;
  if (got instanceof CallFailed) return judgeFailure(write, got, now);
  if (got.status >= 200 && got.status < 300) return { outcome: confirmed(write, got), trouble: null };
  if (got.status === 404 && write.kind === 'remove')
    return { outcome: { ref, result: 'done', requestId: serviceErrorOf(got).requestId }, trouble: null };
  const error = serviceErrorOf(got);
  const trouble = troubleOf(got, now);
  switch (trouble?.kind) {
    case 'throttled':
      return { outcome: { ref, result: 'waiting', error, retryAfterMs: 0 }, trouble };
    case 'unauthorised':
      return { outcome: { ref, result: 'signIn', error }, trouble };
    case 'broken':
      return {
        outcome: { ref, result: 'unclear', error },
        trouble: write.kind === 'create' ? null : trouble,
      };
    case undefined:
      return judgeRefusal(write, got, error);
  }
}

/** Microsoft answered, and not with yes. */
function judgeRefusal({ ref }: PlaceWrite, answer: Answer, error: ServiceError): Verdict {
  const { status } = answer;
  if (status === 403 && insufficientClaims(answer))
    return { outcome: { ref, result: 'signIn', error }, trouble: null };
  // 424: not carried out because of another item of the batch, though no item of ours names another.
  if (status === 424)
    return { outcome: { ref, result: 'refused', error }, trouble: { kind: 'broken', retryAfterMs: null } };
  const clear = status >= 400 && status < 500;
  return { outcome: { ref, result: clear ? 'refused' : 'unclear', error }, trouble: null };
}

function judgeFailure(write: PlaceWrite, failed: CallFailed, now: Date): Verdict {
  const { ref } = write;
  const { error, how } = failed;
  const trouble = troubleOf(failed, now);
  switch (how) {
    case 'lost':
      return {
        outcome: { ref, result: 'unclear', error },
        trouble: write.kind === 'create' ? null : trouble,
      };
    case 'notSent':
      return failed.repeatable
        ? { outcome: { ref, result: 'waiting', error, retryAfterMs: NO_CONNECTION_WAIT_MS }, trouble }
        : { outcome: { ref, result: 'refused', error }, trouble: null };
    case 'closed':
    case 'aborted':
      return {
        outcome: { ref, result: 'waiting', error, retryAfterMs: failed.retryAfterMs },
        trouble: null,
      };
    case 'signIn':
      return { outcome: { ref, result: 'signIn', error }, trouble: null };
  }
}

function confirmed(write: PlaceWrite, answer: Answer): WriteOutcome {
  const { ref } = write;
  const { requestId, clientRequestId } = serviceErrorOf(answer);
  if (write.kind === 'remove') return { ref, result: 'done', requestId };
  const place = livePlaceOf(answer.body, write.type);
  if (write.kind === 'update')
    return { ref, result: 'done', requestId, ...(!('problem' in place) && { place }) };
  const problem = 'problem' in place ? place.problem : nameProblem(write, place);
  if (problem === null && !('problem' in place)) return { ref, result: 'done', requestId, place };
  const message = `Microsoft confirmed it, but the answer cannot be used: ${problem}.`;
  const error = { status: answer.status, code: 'unusableAnswer', message, requestId, clientRequestId };
  return { ref, result: 'unclear', error };
}

const plain = (name: string | undefined) => (name ?? '').normalize('NFC').trim();

/** An answer about another place proves nothing about ours. */
function nameProblem({ fields }: PlaceWrite & { kind: 'create' }, place: LivePlace): string | null {
  const { displayName } = place.fields;
  return plain(displayName) === plain(fields.displayName) ? null : `it names "${displayName ?? ''}"`;
}
