import type { TenantId } from '../../core/model/place.ts';
import { SignInNeeded, type ConnectedAccount, type TokenSource } from '../../ports/token-source.ts';

/** Connected accounts in memory. A tab token is taken for the user id; nothing is checked. */
export class MemoryTokens implements TokenSource {
  readonly accounts = new Map<TenantId, ConnectedAccount>();
  /** Set to make every token request ask for a new sign-in. */
  signInNeeded: SignInNeeded | undefined;

  /** Directory roles of whoever is connected; null: the token names none. */
  roles: readonly string[] | null = null;

  roleTemplates(): Promise<readonly string[] | null> {
    return Promise.resolve(this.roles);
  }

  account(tenantId: TenantId): Promise<ConnectedAccount | null> {
    return Promise.resolve(this.accounts.get(tenantId) ?? null);
  }

  graphToken(tenantId: TenantId): Promise<string> {
    const account = this.accounts.get(tenantId);
    if (this.signInNeeded !== undefined) return Promise.reject(this.signInNeeded);
    if (account === undefined) {
      const hint = 'Connect a Microsoft account first.';
      return Promise.reject(new SignInNeeded('not-connected', 'No account is connected.', hint));
    }
    return Promise.resolve(`token-of-${account.userId}`);
  }

  connect(tenantId: TenantId, tabToken: string): Promise<ConnectedAccount> {
    const account = {
      tenantId,
      userId: tabToken,
      name: tabToken,
      connectedAt: '2030-01-01T08:00:00.000Z',
    };
    this.accounts.set(tenantId, account);
    return Promise.resolve(account);
  }

  disconnect(tenantId: TenantId): Promise<void> {
    this.accounts.delete(tenantId);
    return Promise.resolve();
  }
}
