/** The person who asks, the account that acts, and what is still missing for a first sync. */
import type { Connection } from '../contract/index.ts';
import { checkReadiness } from '../engine/check-readiness.ts';
import type { Deps } from '../engine/deps.ts';
import { AppError } from '../core/model/app-error.ts';
import { SignInNeeded, type ConnectedAccount } from '../ports/token-source.ts';
import type { Handlers } from './bind-routes.ts';

export function personHandlers(deps: Deps): Pick<Handlers, 'me' | 'connect' | 'disconnect' | 'readiness'> {
  return {
    me: async ({ caller }) => {
      const { tenantId, userId, name, roles } = caller;
      return {
        status: 200,
        body: { tenantId, userId, name, roles, connection: showAccount(await deps.tokens.account(tenantId)) },
      };
    },
    connect: async ({ caller }) => ({
      status: 200,
      body: showAccount(await deps.tokens.connect(caller.tenantId, caller.token).catch(asConflict)),
    }),
    disconnect: async ({ caller }) => {
      await deps.tokens.disconnect(caller.tenantId);
      return { status: 200, body: showAccount(null) };
    },
    readiness: async ({ caller }) => ({
      status: 200,
      body: { items: await checkReadiness(deps, caller.tenantId) },
    }),
  };
}

function showAccount(account: ConnectedAccount | null): Connection {
  if (!account)
    return { state: 'notConnected', hint: 'An administrator connects a Microsoft account in the tab.' };
  const { userId, name, connectedAt } = account;
  return { state: 'connected', account: { userId, name }, connectedAt };
}

/** Consent or a sign-in is missing: one clear step for a person, not an error of ours. */
function asConflict(error: unknown): never {
  if (error instanceof SignInNeeded)
    throw new AppError('conflict', error.code, error.message, { hint: error.hint, cause: error });
  throw error;
}
