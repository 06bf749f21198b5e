/** The person who asks, the account that acts, and what is still missing for a first sync. */
import type { Response } from 'express';
import type { Connection } from '../contract/index.ts';
import { checkReadiness } from '../engine/check-readiness.ts';
import { connectAccount, disconnectAccount } from '../engine/connect-account.ts';
import type { Deps } from '../engine/deps.ts';
import { showConnection, type ConnectionState } from '../engine/show-connection.ts';
import { AppError } from '../core/model/app-error.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import { askForSignIn } from './auth/ask-for-sign-in.ts';
import type { Handlers } from './bind-routes.ts';

export function personHandlers(deps: Deps): Pick<Handlers, 'me' | 'connect' | 'disconnect' | 'readiness'> {
  const shown = async (tenant: Parameters<typeof showConnection>[1]) =>
    toWire(await showConnection(deps, tenant));
  return {
    me: async ({ caller }) => {
      const { tenantId, userId, name, roles } = caller;
      return { status: 200, body: { tenantId, userId, name, roles, connection: await shown(tenantId) } };
    },
    connect: async ({ caller, response }) => {
      await connectAccount(deps, caller).catch((error: unknown) => refuse(response, error));
      return { status: 200, body: await shown(caller.tenantId) };
    },
    disconnect: async ({ caller }) => {
      await disconnectAccount(deps, caller);
      return { status: 200, body: await shown(caller.tenantId) };
    },
    readiness: async ({ caller, query }) => ({
      status: 200,
      body: { items: await checkReadiness(deps, caller.tenantId, query['fresh'] === 'true') },
    }),
  };
}

function toWire(connection: ConnectionState): Connection {
  if (connection.state === 'notConnected') {
    return { state: 'notConnected', hint: 'An administrator connects a Microsoft account in the tab.' };
  }
  const { account } = connection;
  const shown = account
    ? { account: { userId: account.userId, name: account.name }, connectedAt: account.connectedAt }
    : {};
  if (connection.state === 'connected') return { state: 'connected', ...shown };
  const { message, hint } = connection.problem;
  return { state: 'needsSignIn', ...shown, problem: message, hint };
}

/** Consent or a sign-in is missing: one clear step for a person, not an error of ours. */
function refuse(response: Response, error: unknown): never {
  if (!(error instanceof SignInNeeded)) throw error;
  const details = { hint: error.hint, cause: error };
  if (error.claims === undefined) throw new AppError('conflict', error.code, error.message, details);
  // The tab takes the claims to the next sign-in and comes back with a better token.
  const code = `token-${error.code}`;
  askForSignIn(response, code, error.claims);
  throw new AppError('permission', code, error.message, details);
}
