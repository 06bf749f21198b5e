/**
 * The places of Microsoft Places, in the one form that every room of the house compares and writes.
 *
 * Three states meet here: *desired* (the source wants it), *known* (our ledger: last written by us) and
 * *live* (read from Graph now). All three hold {@link PlaceFields} in Graph's canonical form.
 */
import type { Finding } from './finding.ts';
import type { Words } from './sentence.ts';

declare const brand: unique symbol;
type Brand<T, B> = T & { readonly [brand]: B };

/** A customer's Microsoft 365 directory. */
export type TenantId = Brand<string, 'TenantId'>;
/** Our id of a building of one source in one tenant. */
export type BuildingId = Brand<string, 'BuildingId'>;
/** Microsoft's stable id of a place (graph-places.md section 4). */
export type PlaceId = Brand<string, 'PlaceId'>;

export type PlaceType = 'building' | 'floor' | 'section' | 'room' | 'workspace' | 'desk';

/** Parents before children; removals run the other way round. */
export const PLACE_ORDER: readonly PlaceType[] = [
  'building',
  'floor',
  'section',
  'room',
  'workspace',
  'desk',
];

/** A place by what the source calls it. Keys are unique per type within a building. */
export interface PlaceRef {
  readonly type: PlaceType;
  readonly key: string;
}

/** The text form of a {@link PlaceRef}, used as map key and as item id of the journal. */
export const refText = (ref: PlaceRef): string => `${ref.type}:${ref.key}`;

export interface Address {
  readonly street?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly postalCode?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly countryOrRegion?: string | null;
}

/** How a desk or workspace can be used; always sent as a whole (graph-places.md section 5, Modes). */
export type PlaceMode =
  | { readonly kind: 'reservable' }
  | { readonly kind: 'dropIn' }
  | { readonly kind: 'assigned'; readonly email: string | null; readonly userId?: string | null }
  | { readonly kind: 'unavailable'; readonly reason?: string | null }
  /** A mode Microsoft added after this was written; only ever read. */
  | { readonly kind: 'other'; readonly odataType: string };

/**
 * Fields that the source may manage. Missing = not managed, the live value stays; `null` = clear it.
 * Lengths: graph-places.md section 5.
 */
export interface PlaceFields {
  readonly displayName?: string;
  readonly address?: Address | null;
  /** Degrees, WGS84. */
  readonly geoCoordinates?: { readonly latitude: number; readonly longitude: number } | null;
  /** Floor: equals the level ordinal of the map. */
  readonly sortOrder?: number | null;
  readonly capacity?: number | null;
  readonly isWheelChairAccessible?: boolean | null;
  readonly phone?: string | null;
  readonly mode?: PlaceMode;
}
export type FieldName = keyof PlaceFields;

/** A place that the source wants. */
export interface DesiredPlace extends PlaceRef {
  readonly name: string;
  /** null for a building. */
  readonly parent: PlaceRef | null;
  readonly fields: PlaceFields;
  /** Sent when it is created, because Microsoft wants a value, and not managed afterwards. */
  readonly createOnly?: PlaceFields;
  /** Known Outlook mailbox, lower case: the place exists already and is attached, never created. */
  readonly mailbox?: string;
  /** Hint from the source which place it is; only used when it checks out. */
  readonly placeIdHint?: string;
  /** Set when it is left alone, with the reason for a person. Everything below is left alone too. */
  readonly skip?: { readonly code: string; readonly reason: string; readonly words?: Words | undefined };
  readonly findings: readonly Finding[];
}

/** A row of the ledger: what we last wrote. Only written after Microsoft answered. */
export interface KnownPlace extends PlaceRef {
  readonly name: string;
  readonly placeId: PlaceId;
  readonly parent: PlaceRef | null;
  readonly mailbox?: string;
  readonly fields: PlaceFields;
  readonly origin: 'created' | 'adopted';
  /** A released run already accepted that it left the source and is kept: guards do not count it again. */
  readonly leftSource?: boolean;
  /** A name that Microsoft refused to give it: not sent again, an administrator gives it by hand. */
  readonly refusedName?: string;
  /** RFC 3339. */
  readonly writtenAt: string;
}

/** A place as Graph shows it now. */
export interface LivePlace {
  readonly type: PlaceType;
  /** What a path takes. For rooms and workspaces a mailbox-side id that may change; else equal to placeId. */
  readonly id: string;
  readonly placeId: PlaceId;
  readonly parentId: string | null;
  readonly mailbox?: string;
  /** Every field of {@link PlaceFields} that Graph returned, in canonical form; null when Graph says null. */
  readonly fields: PlaceFields;
}
