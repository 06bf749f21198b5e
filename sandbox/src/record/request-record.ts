/** Every request the tenant saw: the judge of all tests, so nothing is left out and nothing is guessed. */

/** One request. Times are RFC 3339 UTC. */
export interface SeenRequest {
  /** Counts up from 1 and is never used twice in one process. */
  readonly seq: number;
  readonly time: string;
  readonly method: string;
  /** With the query, as sent; an item of a batch is shown with its version in front. */
  readonly path: string;
  readonly clientRequestId: string | null;
  readonly requestId: string | null;
  /** Object id of the person whose token it was; missing when the request was refused before anybody looked. */
  readonly caller?: string;
  /** Requests open at this moment on the same door, this one included; items of a batch count on their own. */
  readonly inFlight: number;
  /** An item inside a `$batch`; `batchOf` is the `seq` of the outer request. */
  readonly batch?: true;
  readonly batchOf?: number;
  /** The outer request of a batch. */
  readonly outer?: true;
  /** Body of a Graph write, when it is small enough to be worth keeping. */
  readonly body?: unknown;
  /** 0 until answered, and for ever when the connection was cut before anything was done. */
  status: number;
  /** The tenant carried the request out, whatever the caller was told. */
  applied: boolean;
  /** Which fault rules bent the answer. */
  fault?: string;
}

/** What is known when a request arrives. */
export type Arrival = Omit<SeenRequest, 'seq' | 'status' | 'applied' | 'fault'>;

/** Kept at most; older ones fall out, and the count of them stays visible. */
const KEPT = 200_000;

export class RequestRecord {
  #seen: SeenRequest[] = [];
  #next = 1;
  #fallenOut = 0;

  /** Notes a request; the returned row is filled in when it is answered. */
  arrive(arrival: Arrival): SeenRequest {
    const row: SeenRequest = { seq: this.#next++, ...arrival, status: 0, applied: false };
    this.#seen.push(row);
    if (this.#seen.length > KEPT * 1.1) {
      this.#fallenOut += this.#seen.length - KEPT;
      this.#seen = this.#seen.slice(-KEPT);
    }
    return row;
  }

  /** Rows after a `seq` (digits) or at and after a time (RFC 3339). */
  list(since?: string): { items: readonly SeenRequest[]; fallenOut: number } {
    const items = since === undefined ? this.#seen : this.#seen.filter(after(since));
    return { items, fallenOut: this.#fallenOut };
  }

  clear(): void {
    this.#seen = [];
    this.#fallenOut = 0;
  }
}

function after(since: string): (row: SeenRequest) => boolean {
  if (/^\d+$/.test(since)) return (row) => row.seq > Number(since);
  const start = Date.parse(since);
  return (row) => Date.parse(row.time) >= start;
}
