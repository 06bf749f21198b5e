/** How often a person, a tenant and an address may call (C39). Counted in the memory of each process. */
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Route } from '../contract/index.ts';
import { AppError } from '../core/model/app-error.ts';
import type { Caller } from './bind-routes.ts';

const MINUTE_MS = 60_000;

/** Calls a minute. Reads are counted apart: a tab that follows a run reads far more often than anybody changes. */
export interface Limits {
  readonly personChanges: number;
  readonly personReads: number;
  readonly tenantChanges: number;
  readonly tenantReads: number;
  /** Refused tokens from one IP address. */
  readonly failedSignIns: number;
  /** Whether the limits that a route declares for itself hold. */
  readonly routes: boolean;
}
const LIMITS: Record<'live' | 'sandbox', Limits> = {
  live: {
    personChanges: 60,
    personReads: 600,
    tenantChanges: 600,
    tenantReads: 6000,
    failedSignIns: 20,
    routes: true,
  },
  // Tests call as fast as they can.
  sandbox: {
    personChanges: 100_000,
    personReads: 100_000,
    tenantChanges: 100_000,
    tenantReads: 100_000,
    failedSignIns: 100_000,
    routes: false,
  },
};

export interface RateLimits {
  /** After authentication: by person, then by tenant. */
  readonly signedIn: RequestHandler;
  /** What a route declares for one person, on top of that. */
  readonly ofRoute: (route: Route) => RequestHandler | undefined;
  /** Instead of a refusal: passes without an error until an address was refused too often. */
  readonly failedSignIn: RequestHandler;
}

/** Every refusal is `too-many-requests` with `Retry-After`. */
export function rateLimits(mode: 'live' | 'sandbox', other: Partial<Limits> = {}): RateLimits {
  const limits: Limits = { ...LIMITS[mode], ...other };
  const byPerson = readsApart(limits.personReads, limits.personChanges, personOf);
  const byTenant = readsApart(limits.tenantReads, limits.tenantChanges, (caller) => caller.tenantId);
  return {
    signedIn: (request, response, next) => {
      byPerson(request, response, (error?: unknown) => {
        if (error) next(error);
        else byTenant(request, response, next);
      });
    },
    ofRoute: ({ perMinute }) =>
      limits.routes && perMinute !== undefined ? limiter(perMinute, callerKey(personOf)) : undefined,
    failedSignIn: limiter(limits.failedSignIns, (_response, request) => addressOf(request)),
  };
}

const personOf = ({ tenantId, userId }: Caller): string => `${tenantId}/${userId}`;
const callerKey = (keyOf: (caller: Caller) => string) => (response: Response) =>
  keyOf(response.locals['caller'] as Caller);

function readsApart(reads: number, changes: number, keyOf: (caller: Caller) => string): RequestHandler {
  const read = limiter(reads, callerKey(keyOf));
  const change = limiter(changes, callerKey(keyOf));
  return (request, response, next) => (request.method === 'GET' ? read : change)(request, response, next);
}

/** An address with a port, as some proxies write it, is the same client; of IPv6 a whole subnet is. */
const addressOf = ({ ip = '' }: Request): string =>
  ipKeyGenerator(ip.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'));

const limiter = (limit: number, keyOf: (response: Response, request: Request) => string): RequestHandler => {
  const limited = rateLimit({
    windowMs: MINUTE_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request, response) => keyOf(response, request),
    handler: (_request, _response, next) =>
      next(
        new AppError('transient', 'too-many-requests', 'Too many requests in one minute.', {
          retryAfterMs: MINUTE_MS,
        }),
      ),
  });
  return (request, response, next) => void limited(request, response, next);
};
