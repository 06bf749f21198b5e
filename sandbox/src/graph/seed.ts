/** What the tenant holds before anybody syncs: rooms that people book already, and buildings that are nobody's business. */
import { initialProps } from './place-schema.ts';
import { hasOwnMailbox, type PlaceType } from './place-types.ts';
import type { StoredPlace } from './stored-place.ts';

/** Mail domain of the tenant. */
export const DOMAIN = 'contoso.example';

interface Wish {
  readonly type: PlaceType;
  readonly name: string;
  readonly parent?: string;
  readonly mailbox?: string;
  readonly props?: Readonly<Record<string, unknown>>;
  readonly members?: readonly string[];
}

/**
 * Birch, Cedar and Maple: room mailboxes without a parent, to be attached by a sync. "Contoso Campus" was made by hand;
 * "HQ" is what Microsoft generates from a room list. Names are unique, so that a parent is named by its name.
 */
const WISHES: readonly Wish[] = [
  {
    type: 'room',
    name: 'Birch',
    mailbox: 'birch',
    props: { capacity: 6, building: 'Contoso Campus', floorNumber: 1 },
  },
  { type: 'room', name: 'Cedar', mailbox: 'cedar', props: { capacity: 10 } },
  { type: 'room', name: 'Maple', mailbox: 'maple', props: { capacity: 4, tags: ['window'] } },
  {
    type: 'building',
    name: 'Contoso Campus',
    props: {
      address: {
        street: '1 Example Way',
        city: 'Redmond',
        state: 'WA',
        postalCode: '98052',
        countryOrRegion: 'US',
      },
      resourceLinks: [{ name: 'Visitors', value: 'https://visitors.contoso.example', linkType: 'url' }],
    },
  },
  { type: 'floor', name: 'Campus 1', parent: 'Contoso Campus', props: { sortOrder: 1 } },
  { type: 'room', name: 'Oak', parent: 'Campus 1', mailbox: 'oak', props: { capacity: 12 } },
  { type: 'building', name: 'HQ' },
  { type: 'floor', name: 'HQ Ground', parent: 'HQ' },
  {
    type: 'room',
    name: 'Willow',
    parent: 'HQ Ground',
    mailbox: 'willow',
    props: { capacity: 8, building: 'HQ' },
  },
  { type: 'roomList', name: 'Contoso Campus', mailbox: 'campus-rooms', members: ['Oak', 'Birch'] },
];

/** A constant UUID of version 4, so that a reset tenant looks the same as before. */
const seedId = (kind: 'a' | 'b', seq: number): string =>
  `5eed0000-0000-4000-8000-${kind}${String(seq).padStart(11, '0')}`;

export function seedPlaces(): StoredPlace[] {
  const ids = new Map(WISHES.map((wish, index) => [wish.name, seedId('a', index + 1)]));
  return WISHES.map((wish, index) => {
    const seq = index + 1;
    const own = hasOwnMailbox(wish.type);
    const nickname = wish.type === 'room' ? { nickname: wish.name } : {};
    return {
      seq,
      type: wish.type,
      id: own ? seedId('b', seq) : seedId('a', seq),
      placeId: seedId('a', seq),
      parentId: wish.parent === undefined ? null : (ids.get(wish.parent) ?? null),
      emailAddress: wish.mailbox === undefined ? null : `${wish.mailbox}@${DOMAIN}`,
      props: { ...initialProps(wish.type), ...nickname, displayName: wish.name, ...wish.props },
      listedFrom: 0,
      ...(wish.members === undefined ? {} : { members: wish.members.map((name) => ids.get(name) ?? name) }),
    };
  });
}
