import type { TenantId } from '../core/model/place.ts';

/** A person whose token was checked in full. The key of a person is tenant and user id together, never a name. */
export interface Caller {
  readonly tenantId: TenantId;
  /** Object id in the tenant. */
  readonly userId: string;
  /** For showing only. */
  readonly name: string;
  /** App roles of ours, least first; empty means: may do nothing. */
  readonly roles: readonly string[];
  /** Microsoft's id of the token, for the log. */
  readonly tokenId: string;
  /** When the token ends, in milliseconds since 1970. */
  readonly endsAt?: number;
  /** The token itself, for on-behalf-of only. Not enumerable: it never gets into a log, an answer or a spread. */
  readonly token: string;
}

/** Decides whether a request comes from a person of an allowed tenant through an allowed client. */
export interface TokenCheck {
  /** @throws AppError `permission` `token-…`, one code per reason; `transient` `sign-in-unreachable` without keys */
  check(authorizationHeader: string | undefined): Promise<Caller>;
}

/** What is known about people without a token in hand, for judging chat messages. */
export interface SeenRoles {
  /**
   * App roles of the newest token of this person that was checked: at most 60 minutes ago, and not expired by now;
   * null: the person signs in first.
   */
  rolesOf(tenantId: TenantId, userId: string): Promise<readonly string[] | null>;
}
