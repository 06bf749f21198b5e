import type { Binding } from '../adapters/identity/sealed-box.ts';
import type { TenantId } from '../core/model/place.ts';

/** What a sealed conversation reference is bound to, so that it opens in its own place only. */
export const referenceBinding = (tenantId: TenantId, key: string): Binding => ({
  tenantId,
  accountId: `conversation ${key}`,
});
