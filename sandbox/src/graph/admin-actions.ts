/** What an administrator does outside of Graph, in PowerShell or Exchange: renames, removals, mailboxes, changed ids. */
import { randomUUID } from 'node:crypto';
import { initialProps } from './place-schema.ts';
import { deskMailbox, type StoredPlace } from './stored-place.ts';
import type { Tenant } from './tenant.ts';

/** One action; `id` is a placeId, an id or an address. */
export type AdminAction =
  /** `Set-PlaceV3 -DisplayName` */
  | { readonly action: 'rename'; readonly id: string; readonly displayName: string }
  /** `Remove-Place`, which also takes rooms and workspaces; their mailbox is kept for 30 days */
  | { readonly action: 'remove'; readonly id: string }
  /** Takes a room or workspace out of the building; the mailbox stays */
  | { readonly action: 'detach'; readonly id: string }
  /** The mailbox-side id of a room or workspace changes; `placeId` and address stay (graph-places.md section 4) */
  | { readonly action: 'newId'; readonly id: string }
  /** The mailbox is mastered on premises: some of its properties cannot be set (graph-places.md section 7) */
  | { readonly action: 'synchronize'; readonly id: string }
  /** `New-Mailbox -Room` */
  | { readonly action: 'roomMailbox'; readonly address: string; readonly displayName: string };

const FIELDS: Readonly<Record<AdminAction['action'], readonly string[]>> = {
  rename: ['id', 'displayName'],
  remove: ['id'],
  detach: ['id'],
  newId: ['id'],
  synchronize: ['id'],
  roomMailbox: ['address', 'displayName'],
};

/** @returns what is wrong with the body, or null */
export function adminProblem(body: unknown): string | null {
  const action = (body as { action?: unknown } | null)?.action;
  if (typeof action !== 'string' || !Object.hasOwn(FIELDS, action)) {
    return `action: must be one of ${Object.keys(FIELDS).join(', ')}`;
  }
  const wrong = FIELDS[action as AdminAction['action']].find(
    (name) => typeof (body as Record<string, unknown>)[name] !== 'string',
  );
  return wrong === undefined ? null : `${wrong}: must be text`;
}

/** Carries an action out. @returns the place as it is now, null once it is removed, undefined when it is not there */
export function carryOut(tenant: Tenant, now: Date, action: AdminAction): StoredPlace | null | undefined {
  if (action.action === 'roomMailbox') return keep(tenant, roomMailbox(tenant, now, action));
  const place = tenant.byPlaceId(action.id) ?? tenant.byPath(action.id);
  if (place === undefined) return undefined;
  switch (action.action) {
    case 'rename':
      return keep(tenant, { ...place, props: { ...place.props, displayName: action.displayName } });
    case 'detach':
      return keep(tenant, { ...place, parentId: null });
    case 'newId':
      return keep(tenant, { ...place, id: randomUUID() });
    case 'synchronize':
      return keep(tenant, { ...place, onPremises: true });
    case 'remove':
      tenant.commit({
        kind: 'placeGone',
        placeId: place.placeId,
        mailbox: place.emailAddress ?? deskMailbox(place),
      });
      return null;
  }
}

function keep(tenant: Tenant, place: StoredPlace): StoredPlace {
  tenant.commit({ kind: 'place', place });
  return place;
}

function roomMailbox(tenant: Tenant, now: Date, wish: { address: string; displayName: string }): StoredPlace {
  return {
    seq: tenant.nextSeq(),
    type: 'room',
    id: randomUUID(),
    placeId: randomUUID(),
    parentId: null,
    emailAddress: wish.address.toLowerCase(),
    props: { ...initialProps('room'), displayName: wish.displayName, nickname: wish.displayName },
    listedFrom: now.getTime(),
  };
}
