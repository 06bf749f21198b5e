/** Microsoft Places, as the engine needs it. Implemented on Graph v1.0; the fake keeps state in memory. */
import type { LivePlace, PlaceFields, PlaceType } from '../core/model/place.ts';

/** Microsoft's own words, with both ids for the report. */
export interface ServiceError {
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
  readonly clientRequestId: string | null;
  /** JSON of a claims challenge: what the next sign-in has to ask for. */
  readonly claims?: string;
}

/** One write. `ref` is the caller's name for it and comes back in the outcome. */
export type PlaceWrite =
  | {
      readonly kind: 'create';
      readonly ref: string;
      readonly type: PlaceType;
      readonly parentId: string | null;
      readonly fields: PlaceFields;
    }
  | {
      readonly kind: 'update';
      readonly ref: string;
      readonly type: PlaceType;
      /** {@link LivePlace.id}, or the mailbox of a room or workspace. */
      readonly id: string;
      /** Only what changes; null clears. */
      readonly fields: PlaceFields;
      readonly parentId?: string;
    }
  | { readonly kind: 'remove'; readonly ref: string; readonly type: PlaceType; readonly id: string };

/**
 * What became of one write.
 * - `done`: Microsoft confirmed it. `place` is its answer (not for a remove).
 * - `refused`: a clear no; nothing was changed.
 * - `unclear`: it may or may not have happened (time-out, reset, 5xx on a create, 201 without an id).
 *   Must be settled by looking, never by sending again blindly.
 * - `waiting`: throttled for longer than a call may wait; nothing was changed. Try again after `retryAfterMs`.
 * - `signIn`: the account has to sign in again (401, claims challenge); nothing was changed.
 */
export type WriteOutcome =
  | {
      readonly ref: string;
      readonly result: 'done';
      readonly place?: LivePlace;
      readonly requestId: string | null;
    }
  | { readonly ref: string; readonly result: 'refused'; readonly error: ServiceError }
  | { readonly ref: string; readonly result: 'unclear'; readonly error: ServiceError }
  | {
      readonly ref: string;
      readonly result: 'waiting';
      readonly error: ServiceError;
      readonly retryAfterMs: number;
    }
  | { readonly ref: string; readonly result: 'signIn'; readonly error: ServiceError };

/** A read that did not come back whole. Never to be taken for "nothing there". */
export class ReadFailed extends Error {
  readonly error: ServiceError;
  readonly what: string;
  constructor(what: string, error: ServiceError) {
    super(`Reading ${what} from Microsoft Places failed: ${error.message}`);
    this.name = 'ReadFailed';
    this.what = what;
    this.error = error;
  }
}

/** How many places a building is expected to have, so that the cheapest way of reading can be chosen. */
export interface ExpectedSize {
  readonly floors: number;
  readonly desks: number;
  readonly rooms: number;
  readonly workspaces: number;
}

export interface PlaceDirectory {
  /** Every building of the tenant. @throws ReadFailed */
  readBuildings(): Promise<LivePlace[]>;
  /**
   * Everything below a building, in the fewest requests, paged to the end and past the cap of 2,500
   * descendants (graph-places.md section 2). @throws ReadFailed
   */
  readBelow(buildingId: string, expected: ExpectedSize): Promise<LivePlace[]>;
  /** Rooms and workspaces of the whole tenant, also those without a parent. @throws ReadFailed */
  readBookable(types: readonly ('room' | 'workspace')[]): Promise<LivePlace[]>;
  /** One place, or null when Microsoft says 404. Takes an id or, for rooms and workspaces, a mailbox. @throws ReadFailed */
  readPlace(id: string): Promise<LivePlace | null>;
  /** Direct and indirect children of one type below a place: how an unclear create is settled. @throws ReadFailed */
  readDescendants(parentId: string, type: PlaceType): Promise<LivePlace[]>;
  /**
   * Carries out up to 20 writes that do not need each other; one outcome per write, judged by itself.
   * Obeys Retry-After. Never repeats a create whose answer was lost. Never throws for an answer of the service.
   */
  write(writes: readonly PlaceWrite[], signal?: AbortSignal): Promise<WriteOutcome[]>;
}
