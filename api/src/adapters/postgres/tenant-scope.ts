/**
 * Whose rows a connection sees. The database reads it in the policies of `protect-rows.ts`; whoever sets nothing sees
 * nothing.
 */
import pg from 'pg';
import type { TenantId } from '../../core/model/place.ts';

export interface Scope {
  /** The role that statements run as; `none` is the login itself. */
  readonly role: string;
  /** Empty: of no tenant. */
  readonly tenant: string;
  /** Opens the few tables that jobs read of every tenant: {@link ACROSS_TENANTS} in protect-rows.ts. */
  readonly acrossTenants: boolean;
}

/** The login as it is: for migrations and the job queue. */
export const LOGIN: Scope = { role: 'none', tenant: '', acrossTenants: false };

export const ofTenant = (role: string, tenant: TenantId): Scope => ({ role, tenant, acrossTenants: false });
export const ofEveryTenant = (role: string): Scope => ({ role, tenant: '', acrossTenants: true });

/** One statement that puts a scope on, for this transaction or, where nobody else shares it, for the session. */
export function putOn({ role, tenant, acrossTenants }: Scope, until: 'transaction' | 'session'): string {
  const set = (name: string, value: string) =>
    `set_config('${name}', ${pg.escapeLiteral(value)}, ${until === 'transaction'})`;
  const settings = [
    set('places_sync.tenant', tenant),
    set('places_sync.across_tenants', acrossTenants ? 'on' : ''),
    set('role', role),
  ];
  return `select ${settings.join(', ')}`;
}
