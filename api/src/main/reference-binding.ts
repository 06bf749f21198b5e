import type { Binding } from '../adapters/identity/sealed-box.ts';
import type { TenantId } from '../core/model/place.ts';

/** What a sealed conversation reference is bound to, so that it opens in its own place only. */
export const referenceBinding = (tenantId: TenantId, key: string): Binding => ({
  tenantId,
  accountId: `conversation ${key}`,
});

/** What the sealed mail address of a person is bound to; `ref` is theirs in the audit log. */
export const addressBinding = (tenantId: TenantId, ref: string): Binding => ({
  tenantId,
  accountId: `address ${ref}`,
});
