import type {
  Approval,
  ChatStore,
  KnownTeam,
  KnownTeamStore,
  PostedMessage,
  ProvenRoles,
  ProvenRolesStore,
} from '../../ports/chat.ts';

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
    addresses: (tenant) =>
      Promise.resolve(
        [...addresses].flatMap(([name, sealed]) => {
          const [owner, person = ''] = JSON.parse(name) as [string, string];
          return owner === tenant ? [{ person, sealed }] : [];
        }),
      ),
    address: (tenant, person) => Promise.resolve(addresses.get(nameOf(tenant, person)) ?? null),
  };
}

/** Roles that tokens showed, in memory. */
export function memoryProvenRoles(): ProvenRolesStore {
  const kept = new Map<string, ProvenRoles>();
  return {
    save: (tenant, person, proven) => {
      const known = kept.get(nameOf(tenant, person));
      if (known === undefined || known.issuedAt <= proven.issuedAt) kept.set(nameOf(tenant, person), proven);
      return Promise.resolve();
    },
    load: (tenant, person) => Promise.resolve(kept.get(nameOf(tenant, person)) ?? null),
  };
}

/** Teams with the app, in memory. */
export function memoryTeams(): KnownTeamStore {
  const kept = new Map<string, { readonly tenant: string; readonly team: KnownTeam }>();
  return {
    list: (tenant) => {
      const own = [...kept.values()].filter((each) => each.tenant === tenant).map(({ team }) => team);
      return Promise.resolve(own.sort((a, b) => (a.name < b.name ? -1 : 1)));
    },
    save: (tenant, team) => {
      kept.set(nameOf(tenant, team.id), { tenant, team });
      return Promise.resolve();
    },
    remove: (tenant, teamId) => {
      kept.delete(nameOf(tenant, teamId));
      return Promise.resolve();
    },
  };
}
