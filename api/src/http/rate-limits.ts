/** How often one person and one tenant may call (C39); the sandbox allows what tests need. */
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { AppError } from '../core/model/app-error.ts';
import type { Caller } from './bind-routes.ts';

const MINUTE_MS = 60_000;
/** Calls a minute. A person in the tab reads far more than the 60 changes that C39 has in mind. */
const PER_MINUTE = {
  live: { person: 600, tenant: 3000 },
  sandbox: { person: 100_000, tenant: 100_000 },
} as const;

/** After authentication: limits by person, then by tenant, with `Retry-After`. */
export function rateLimits(
  mode: 'live' | 'sandbox',
  limits: { readonly person: number; readonly tenant: number } = PER_MINUTE[mode],
): RequestHandler {
  const byPerson = limiter(limits.person, ({ tenantId, userId }) => `${tenantId}/${userId}`);
  const byTenant = limiter(limits.tenant, ({ tenantId }) => tenantId);
  return (request, response, next) => {
    void byPerson(request, response, (error?: unknown) =>
      error ? next(error) : void byTenant(request, response, next),
    );
  };
}

const limiter = (limit: number, keyOf: (caller: Caller) => string) =>
  rateLimit({
    windowMs: MINUTE_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => keyOf(response.locals['caller'] as Caller),
    handler: (_request, _response, next) =>
      next(
        new AppError('transient', 'too-many-requests', 'Too many requests in one minute.', {
          retryAfterMs: MINUTE_MS,
        }),
      ),
  });
