import { describe, expect, it } from 'vitest';
import { MemoryAuditLog, MemoryAuditPeople, sha256 } from '../adapters/memory/memory-audit.ts';
import { MemoryTokens } from '../adapters/memory/memory-tokens.ts';
import type { TenantId } from '../core/model/place.ts';
import { SignInNeeded, type TokenSource } from '../ports/token-source.ts';
import { connectAccount, disconnectAccount } from './connect-account.ts';
import { showConnection } from './show-connection.ts';
import { verifyAudit } from './verify-audit.ts';

const tenant = 'tenant-a' as TenantId;
const ada = { tenantId: tenant, userId: 'id-of-ada', name: 'Ada Example', token: 'tab-token-of-ada' };
const clock = { now: () => new Date('2026-03-01T08:00:00Z'), wait: () => Promise.resolve() };

function setUp(tokens: TokenSource = new MemoryTokens()) {
  const log = new MemoryAuditLog();
  return { log, deps: { tokens, clock, audit: { log, people: new MemoryAuditPeople() } } };
}

describe('the connection verbs', () => {
  it('connect, show, disconnect, and say so in the audit with both identities', async () => {
    const { deps, log } = setUp();
    expect(await showConnection(deps, tenant)).toEqual({ state: 'notConnected' });
    await connectAccount(deps, ada);
    expect(await showConnection(deps, tenant)).toMatchObject({ state: 'connected' });
    await disconnectAccount(deps, ada);
    expect(await showConnection(deps, tenant)).toEqual({ state: 'notConnected' });
    expect(log.entries.map(({ action }) => action)).toEqual(['account.connected', 'account.disconnected']);
    expect(log.entries[0]?.actingAs).toBe(log.entries[0]?.initiator);
    expect((await verifyAudit({ audit: log, hash: sha256 }, tenant)).problem).toBeNull();
  });

  it('C41 C43 leave no token, name or object id in the audit', async () => {
    const { deps, log } = setUp();
    await connectAccount(deps, ada);
    expect(JSON.stringify(log.entries)).not.toMatch(/tab-token|Ada|id-of-ada/);
  });

  it('F23 a refused connect is in the audit with its code, and goes on to the caller', async () => {
    const tokens: TokenSource = new MemoryTokens();
    tokens.connect = () => Promise.reject(new SignInNeeded('consent-required', 'No consent.', 'Consent.'));
    const { deps, log } = setUp(tokens);
    await expect(connectAccount(deps, ada)).rejects.toThrow('No consent.');
    expect(log.entries).toMatchObject([{ action: 'account.refused', detail: { code: 'consent-required' } }]);
  });

  it('a standing refusal is shown before the account', async () => {
    const tokens: TokenSource = new MemoryTokens();
    const problem = { code: 'refresh-revoked', message: 'm', hint: 'h', since: '2026-03-01T08:00:00Z' };
    tokens.problem = () => Promise.resolve(problem);
    expect(await showConnection({ tokens }, tenant)).toEqual({
      state: 'needsSignIn',
      account: null,
      problem,
    });
  });
});
