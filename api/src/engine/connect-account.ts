/** Makes the person who asks the connected account: runs act with this person's rights from now on. */
import type { TenantId } from '../core/model/place.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectedAccount, TokenSource } from '../ports/token-source.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import { recordAudit, type AuditTrail } from './audit-trail.ts';

/** The person who asks, with the token that was checked at the door. */
export interface ConnectingPerson {
  readonly tenantId: TenantId;
  readonly userId: string;
  readonly name: string;
  readonly token: string;
}

/** What the connection verbs reach. */
export interface ConnectionDeps {
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly audit: AuditTrail;
}

/** On-behalf-of for exactly Place.ReadWrite.All and offline_access. @throws SignInNeeded */
export async function connectAccount(
  deps: ConnectionDeps,
  person: ConnectingPerson,
): Promise<ConnectedAccount> {
  const { tenantId, token } = person;
  try {
    const account = await deps.tokens.connect(tenantId, token);
    await record(deps, person, 'account.connected', {});
    return account;
  } catch (error) {
    if (error instanceof SignInNeeded) await record(deps, person, 'account.refused', { code: error.code });
    throw error;
  }
}

/** Forgets the connected account and its tokens. */
export async function disconnectAccount(
  deps: ConnectionDeps,
  person: Omit<ConnectingPerson, 'token'>,
): Promise<void> {
  await deps.tokens.disconnect(person.tenantId);
  await record(deps, person, 'account.disconnected', {});
}

async function record(
  { audit, clock }: ConnectionDeps,
  person: Omit<ConnectingPerson, 'token'>,
  action: 'account.connected' | 'account.disconnected' | 'account.refused',
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const subject = { kind: 'account', id: 'connected-account' } as const;
  const actingAs = action === 'account.connected' ? person : null;
  await recordAudit(audit, clock, person.tenantId, [
    { action, initiator: person, actingAs, subject, detail },
  ]);
}
