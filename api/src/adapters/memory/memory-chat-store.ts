import type { Approval, ChatStore, PostedMessage } from '../../ports/chat.ts';

const nameOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/** What the bot remembers, in memory. */
export function memoryChatStore(): ChatStore {
  const references = new Map<string, { tenant: string; key: string; sealed: Uint8Array }>();
  const posted = new Map<string, PostedMessage>();
  const approvals = new Map<string, Approval>();
  const addresses = new Map<string, Uint8Array>();
  return {
    references: (tenant) =>
      Promise.resolve(
        [...references.values()]
          .filter((each) => each.tenant === tenant)
          .map(({ key, sealed }) => ({ key, sealed })),
      ),
    saveReference: (tenant, key, sealed) => {
      references.set(nameOf(tenant, key), { tenant, key, sealed });
      return Promise.resolve();
    },
    removeReference: (tenant, key) => Promise.resolve(references.delete(nameOf(tenant, key))),
    posted: (tenant, name) => Promise.resolve(posted.get(nameOf(tenant, name)) ?? null),
    savePosted: (tenant, name, message) => {
      posted.set(nameOf(tenant, name), message);
      return Promise.resolve();
    },
    addApproval: (approval) => {
      approvals.set(nameOf(approval.tenantId, approval.id), approval);
      return Promise.resolve();
    },
    approval: (tenant, id) => Promise.resolve(approvals.get(nameOf(tenant, id)) ?? null),
    settleApproval: (approval, from) => {
      const name = nameOf(approval.tenantId, approval.id);
      if (approvals.get(name)?.state !== from) return Promise.resolve(false);
      approvals.set(name, approval);
      return Promise.resolve(true);
    },
    saveAddress: (tenant, person, sealed) => {
      addresses.set(nameOf(tenant, person), sealed);
      return Promise.resolve();
    },
    address: (tenant, person) => Promise.resolve(addresses.get(nameOf(tenant, person)) ?? null),
  };
}
