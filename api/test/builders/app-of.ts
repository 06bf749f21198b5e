import { createApp } from '../../src/http/app.ts';
import { authenticate } from '../../src/http/auth/authenticate.ts';
import { requireRole } from '../../src/http/auth/require-role.ts';
import type { Caller } from '../../src/ports/token-check.ts';
import type { World } from './world.ts';

/** The doors of a world, without limits; `callerOf` says whose an `Authorization` header is. */
export const appOf = ({ deps }: World, callerOf: (header: string) => Caller): ReturnType<typeof createApp> =>
  createApp({
    deps,
    gate: {
      authenticate: authenticate({ check: (header) => Promise.resolve(callerOf(header ?? '')) }),
      requireRole,
      limits: (_request, _response, next) => next(),
    },
    live: false,
    signInOrigin: 'https://login.microsoftonline.com',
    system: {
      version: '1',
      info: { mode: 'live', tenantId: '', clientId: '', signInUrl: 'https://login.microsoftonline.com' },
      ready: () => Promise.resolve(true),
    },
    tabFolder: '/nowhere',
    log: () => undefined,
  });
