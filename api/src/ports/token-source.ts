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

/** Why tokens cannot be had at the moment, and the step that helps. Gone as soon as a token was had again. */
export interface ConnectionProblem {
  /** As in {@link SignInNeeded}. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** What the next sign-in has to ask for (JSON), when Microsoft said so. */
  readonly claims?: string | undefined;
  /** RFC 3339. */
  readonly since: string;
}

/** A person who asks, with the tab token that the door has checked. */
export interface Viewer {
  readonly userId: string;
  readonly name: string;
  readonly token: string;
}

/** Tokens for Graph: of the connected account, and of people who look. */
export interface TokenSource {
  account(tenantId: TenantId): Promise<ConnectedAccount | null>;
  /** The last refusal that still stands; also after the account was wiped because of it. */
  problem?(tenantId: TenantId): Promise<ConnectionProblem | null>;
  /** A token good for at least five more minutes. `claims` forces a fresh one. @throws SignInNeeded */
  graphToken(tenantId: TenantId, options?: { claims?: string }): Promise<string>;
  /**
   * Template ids of the directory roles that Microsoft wrote into the account's token, or null when it wrote none. A
   * hint for engine/check-rights only: as old as the token, and Graph decides in the end. `fresh` gets a new one first.
   * @throws SignInNeeded
   */
  roleTemplates?(tenantId: TenantId, options?: { fresh?: boolean }): Promise<readonly string[] | null>;
  /**
   * On-behalf-of: a token with which this person may read places, asked for once an hour at most. `claims` forces a
   * fresh one. @throws SignInNeeded in the words of this person
   */
  viewerToken?(tenantId: TenantId, viewer: Viewer, options?: { claims?: string }): Promise<string>;
  /** On-behalf-of: turns a tab token into the connected account of its tenant. @throws SignInNeeded */
  connect(tenantId: TenantId, tabToken: string): Promise<ConnectedAccount>;
  disconnect(tenantId: TenantId): Promise<void>;
}
