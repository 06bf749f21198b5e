/** What came back for one write: the same shapes as the port's, so that its values can be passed as they are. */
import type { LivePlace } from '../model/place.ts';

/** Microsoft's own words, with both ids for the report. */
export interface ServiceFault {
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
  readonly clientRequestId: string | null;
}

/** See `WriteOutcome` of the port `PlaceDirectory` for what each result promises. */
export type Outcome =
  | { readonly result: 'done'; readonly place?: LivePlace | undefined; readonly requestId: string | null }
  | { readonly result: 'refused'; readonly error: ServiceFault }
  | { readonly result: 'unclear'; readonly error: ServiceFault }
  | { readonly result: 'waiting'; readonly error: ServiceFault; readonly retryAfterMs: number }
  | { readonly result: 'signIn'; readonly error: ServiceFault };
