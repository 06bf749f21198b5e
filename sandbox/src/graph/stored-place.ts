/** A place as the tenant keeps it, and as it leaves the tenant. */
import { hasOwnMailbox, odataType, type PlaceType } from './place-types.ts';

export interface StoredPlace {
  /** Order of creation; lists are in this order and next links continue after it. */
  readonly seq: number;
  readonly type: PlaceType;
  /** Equal to `placeId`, except where the place has its own mailbox. Lower case. */
  readonly id: string;
  readonly placeId: string;
  readonly parentId: string | null;
  /** Of a room, workspace or room list; lower case. A desk carries its address in `mailboxDetails`. */
  readonly emailAddress: string | null;
  /** Everything else, by its name on the wire. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970 from which lists show it. */
  readonly listedFrom: number;
  /** The mailbox is mastered on premises. */
  readonly onPremises?: true;
  /** placeIds of the rooms and workspaces of a room list. */
  readonly members?: readonly string[];
}

/** The address of a desk's mailbox, if it has one. */
export function deskMailbox(place: StoredPlace): string | null {
  const details = place.props['mailboxDetails'] as { emailAddress: string } | null | undefined;
  return details?.emailAddress ?? null;
}

export const nameOf = (place: StoredPlace): string => place.props['displayName'] as string;

/** What Graph answers for a place: every property of its type, null where nothing is known. */
export function wirePlace(place: StoredPlace): Record<string, unknown> {
  const { displayName, ...rest } = place.props;
  return {
    '@odata.type': odataType(place.type),
    id: place.id,
    placeId: place.placeId,
    displayName,
    parentId: place.parentId,
    ...rest,
    ...(hasOwnMailbox(place.type) ? { emailAddress: place.emailAddress } : {}),
  };
}

/** The key of the duplicate rule: same name, type, parent and address (graph-places.md section 6). */
export function twinKey(
  type: PlaceType,
  parentId: string | null,
  displayName: unknown,
  address: unknown,
): string {
  const lines = Object.entries((address ?? {}) as Record<string, unknown>)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([type, parentId, displayName, lines]);
}
