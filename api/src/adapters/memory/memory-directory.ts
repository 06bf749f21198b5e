/** A small model of Microsoft Places for tests; the rules are those of graph-places.md sections 4 to 9. */
import type { LivePlace, PlaceType } from '../../core/model/place.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExpectedSize, PlaceDirectory, PlaceWrite, WriteOutcome } from '../../ports/place-directory.ts';
import { PlaceRecord, type Refusal } from './place-record.ts';

/** What a test lets happen to one write, instead of the plain thing. */
export type WriteFault =
  /** A clear no. */
  | { readonly kind: 'refuse'; readonly status: number; readonly code: string; readonly message: string }
  /** Applied, but the answer is lost. */
  | { readonly kind: 'unclearApplied' }
  /** Not applied, and the answer is lost. */
  | { readonly kind: 'unclearNotApplied' }
  | { readonly kind: 'waiting'; readonly retryAfterMs: number }
  | { readonly kind: 'signIn' };

/** One request as the directory saw it: the judge of every scenario. */
export type Seen =
  | { readonly kind: 'read'; readonly what: string }
  | { readonly kind: 'write'; readonly write: PlaceWrite; readonly applied: boolean }
  | { readonly kind: 'probe'; readonly write: PlaceWrite };

export class MemoryDirectory implements PlaceDirectory {
  /** What is there, past any lag. */
  readonly record: PlaceRecord;
  readonly seen: Seen[] = [];
  /** How long a new place stays out of every list. */
  lagMs = 0;
  /** false: lists come back empty, as before `Set-PlacesSettings -EnableBuildings`. */
  buildingsOn = true;
  /** true: a new name is taken without complaint and nothing changes. */
  ignoresRenames = false;
  /** Asked before every write is carried out; `nth` counts from 1. */
  fault: (write: PlaceWrite, nth: number) => WriteFault | undefined = () => undefined;
  /** Status that the probe for rights gets: 404 who may, 403 who may not, 200 from a service that pretends. */
  probeStatus: 200 | 403 | 404 = 404;
  /** Asked before every read; an error it returns is thrown. */
  failRead: (what: string) => Error | undefined = () => undefined;
  #writes = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.record = new PlaceRecord();
  }

  /** Every change that took effect, in order. */
  get applied(): readonly PlaceWrite[] {
    return this.seen.flatMap((one) => (one.kind === 'write' && one.applied ? [one.write] : []));
  }

  get writesSeen(): number {
    return this.seen.filter((one) => one.kind === 'write').length;
  }

  readBuildings(): Promise<LivePlace[]> {
    return this.#read('buildings', () => this.#listed().filter((place) => place.type === 'building'));
  }

  readBelow(buildingId: string, _expected: ExpectedSize): Promise<LivePlace[]> {
    return this.#read(`below ${buildingId}`, () =>
      this.#listed().filter((place) => this.record.isBelow(place, buildingId)),
    );
  }

  readBookable(types: readonly ('room' | 'workspace')[]): Promise<LivePlace[]> {
    return this.#read(`bookable ${types.join(' ')}`, () =>
      this.#listed().filter((place) => types.some((type) => type === place.type)),
    );
  }

  readPlace(id: string): Promise<LivePlace | null> {
    return this.#read(`place ${id}`, () => this.record.find(id) ?? null);
  }

  readDescendants(parentId: string, type: PlaceType): Promise<LivePlace[]> {
    return this.#read(`${type} below ${parentId}`, () =>
      this.#listed().filter((place) => place.type === type && this.record.isBelow(place, parentId)),
    );
  }

  write(writes: readonly PlaceWrite[], signal?: AbortSignal): Promise<WriteOutcome[]> {
    return Promise.resolve().then(() => {
      signal?.throwIfAborted();
      return writes.map((write) => this.#writeOne(write));
    });
  }

  #read<T>(what: string, answer: () => T): Promise<T> {
    return Promise.resolve().then(() => {
      this.seen.push({ kind: 'read', what });
      const failure = this.failRead(what);
      if (failure !== undefined) throw failure;
      return answer();
    });
  }

  #listed(): LivePlace[] {
    if (!this.buildingsOn) return [];
    return this.record.createdBefore(this.#clock.now().getTime() - this.lagMs);
  }

  /** The one write that is not meant to change anything (engine/check-rights.ts); no fault counts it. */
  #answerProbe(write: PlaceWrite): WriteOutcome {
    this.seen.push({ kind: 'probe', write });
    const { ref } = write;
    if (this.probeStatus === 200) return { ref, result: 'done', requestId: 'request-0' };
    const words = { code: 'ErrorAccessDenied', message: 'Access is denied.' };
    return { ref, result: 'refused', error: { status: this.probeStatus, ...words, ...ids('request-0') } };
  }

  #writeOne(write: PlaceWrite): WriteOutcome {
    if (write.ref === 'rights-probe') return this.#answerProbe(write);
    this.#writes += 1;
    const fault = this.fault(write, this.#writes);
    const { ref } = write;
    const requestId = `request-${this.#writes}`;
    const lost = { status: null, code: 'ETIMEDOUT', message: 'No answer came.', ...ids(null) };
    const notApplied = (outcome: WriteOutcome) => {
      this.seen.push({ kind: 'write', write, applied: false });
      return outcome;
    };
    switch (fault?.kind) {
      case 'refuse':
        return notApplied({ ref, result: 'refused', error: { ...fault, ...ids(requestId) } });
      case 'unclearNotApplied':
        return notApplied({ ref, result: 'unclear', error: lost });
      case 'waiting': {
        const error = { status: 429, code: 'TooManyRequests', message: 'Slow down.', ...ids(requestId) };
        return notApplied({ ref, result: 'waiting', error, retryAfterMs: fault.retryAfterMs });
      }
      case 'signIn': {
        const error = {
          status: 401,
          code: 'InvalidAuthenticationToken',
          message: 'Sign in.',
          ...ids(requestId),
        };
        return notApplied({ ref, result: 'signIn', error });
      }
      default: {
        const outcome = this.#apply(write, requestId);
        if (fault === undefined || outcome.result !== 'done') return outcome;
        return { ref, result: 'unclear', error: lost };
      }
    }
  }

  #apply(write: PlaceWrite, requestId: string): WriteOutcome {
    const result = this.#carryOut(write);
    const applied = !('status' in result);
    this.seen.push({ kind: 'write', write, applied });
    if (!applied) return { ref: write.ref, result: 'refused', error: { ...result, ...ids(requestId) } };
    return write.kind === 'remove'
      ? { ref: write.ref, result: 'done', requestId }
      : { ref: write.ref, result: 'done', requestId, place: result };
  }

  #carryOut(write: PlaceWrite): LivePlace | Refusal {
    switch (write.kind) {
      case 'create':
        return this.record.create(write, this.#clock.now().getTime());
      case 'update': {
        const { displayName: _ignored, ...rest } = write.fields;
        return this.record.update(this.ignoresRenames ? { ...write, fields: rest } : write);
      }
      case 'remove':
        return this.record.remove(write);
    }
  }
}

const ids = (requestId: string | null) => ({ requestId, clientRequestId: null });
