import type { TenantId } from '../core/model/place.ts';

/** The account whose rights a run uses. */
export interface ConnectedAccount {
  readonly tenantId: TenantId;
  readonly userId: string;
  readonly name: string;
  readonly connectedAt: string;
}

/** The account has to sign in again, and why; the run pauses, nothing is lost. */
export class SignInNeeded extends Error {
  /** Stable: `not-connected`, `consent-required`, `claims-challenge`, `account-disabled`, `secret-expired`, ... */
  readonly code: string;
  /** What an administrator has to do. */
  readonly hint: string;
  readonly claims: string | undefined;
  constructor(code: string, message: string, hint: string, claims?: string) {
    super(message);
    this.name = 'SignInNeeded';
    this.code = code;
    this.hint = hint;
    this.claims = claims;
  }
}

/** Tokens of the connected account for Graph. */
export interface TokenSource {
  account(tenantId: TenantId): Promise<ConnectedAccount | null>;
  /** A token good for at least five more minutes. `claims` forces a fresh one. @throws SignInNeeded */
  graphToken(tenantId: TenantId, options?: { claims?: string }): Promise<string>;
  /** On-behalf-of: turns a tab token into the connected account of its tenant. @throws SignInNeeded */
  connect(tenantId: TenantId, tabToken: string): Promise<ConnectedAccount>;
  disconnect(tenantId: TenantId): Promise<void>;
}
