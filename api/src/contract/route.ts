import type { z } from 'zod';
import type { Role } from './common.ts';

/** A body that is not JSON of ours: its media types, and what it holds. */
export interface RawBody {
  readonly media: readonly string[];
  readonly about: string;
}

export interface Route {
  readonly method: 'get' | 'put' | 'post' | 'delete';
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  /** Least app role; `anyone` needs no token, `signedIn` needs a valid token and no role. */
  readonly role: Role | 'anyone' | 'signedIn';
  readonly query?: z.ZodObject;
  /** A JSON body, or the media types of a raw one. */
  readonly body?: z.ZodType | RawBody;
  /** The `Idempotency-Key` header: refused without, or honoured when sent. */
  readonly idempotency?: 'required' | 'honoured';
  /** Most calls of one person a minute, when that is fewer than of any route (C39); lifted in sandbox mode. */
  readonly perMinute?: number;
  /** Answers that are not problems, by status. `media` lists further forms by `Accept`. */
  readonly answers: Readonly<
    Record<
      number,
      { readonly about: string; readonly schema?: z.ZodType; readonly media?: readonly string[] }
    >
  >;
  /** Statuses of the problems it can answer, beside 401, 403, 429 and 500. */
  readonly problems?: readonly number[];
}
