/**
 * `workplace/1.x`: the one document format that every source compiles into
 * (sources-and-reservations.md section 5, docs/sources.md for users).
 *
 * This is the form on the wire: types, ranges and sizes. What needs more than one value at once (unique ids,
 * parents, mailboxes) is judged in core/model, so that all problems of a document come back together.
 * `null` on an optional field means the same as leaving it out, except for `capacity`, `accessible` and
 * `phone`, where it means: clear it.
 */
import { z } from 'zod';

/** Longest text of any field, in characters; shorter limits of Microsoft are findings, not refusals. */
const LONGEST_TEXT = 4096;
/** Longest list of any field, and most spaces of a building. */
const LONGEST_LIST = 20_000;

const Text = z.string().max(LONGEST_TEXT);
const Id = z.string().min(1).max(200);
const Name = z.string().max(LONGEST_TEXT).trim().min(1);
const Email = z
  .string()
  .max(320)
  .trim()
  .toLowerCase()
  .regex(z.regexes.email, { error: 'This is not an e-mail address' });
const Latitude = z.number().min(-90).max(90);
const Longitude = z.number().min(-180).max(180);
const list = <T extends z.ZodType>(item: T) => z.array(item).max(LONGEST_LIST);

const Coordinates = z.object({ latitude: Latitude, longitude: Longitude });

/** [x, y] or [longitude, latitude]; a third number (height) is tolerated and ignored. */
const Position = z.array(z.number()).min(2).max(3);
const Ring = list(Position);
const Rings = list(Ring).min(1);

const GeoPolygon = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: Rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: list(Rings).min(1) }),
]);

const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('geo'), polygon: GeoPolygon }),
  z.object({ type: z.literal('local'), polygon: Rings, unit: z.literal('m').optional() }),
  z.object({ type: z.literal('svg'), ref: Id }),
]);

const InDrawing = { px: z.number(), py: z.number() };
const ControlPoint = z.union(
  [
    z.object({ ...InDrawing, x: z.number(), y: z.number() }),
    z.object({ ...InDrawing, latitude: Latitude, longitude: Longitude }),
  ],
  { error: 'A control point needs px and py with either x and y (metres) or latitude and longitude' },
);

const FloorPlan = z.object({
  kind: z.enum(['svg', 'dxf', 'image', 'geojson']),
  href: Text.min(1),
  viewBox: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullish(),
  controlPoints: z.array(ControlPoint).max(100).nullish(),
});

const Floor = z.object({
  id: Id,
  name: Name,
  ordinal: z.number().int().min(-1000).max(1000),
  shortName: Text.max(4).nullish(),
  elevation: z.number().nullish(),
  height: z.number().positive().nullish(),
  published: z.boolean(),
  outline: Geometry.nullish(),
  plan: FloorPlan.nullish(),
  placeIdHint: Text.nullish(),
});

/** Extras that are carried but not synced; `category` (an IMDF category) tells the map how to draw it. */
const Attributes = z
  .record(Text.max(200), Text.max(1024))
  .refine((values) => Object.keys(values).length <= 50, { error: 'At most 50 attributes' })
  .meta({ maxProperties: 50 });

const spaceFields = {
  id: Id,
  name: Name,
  floorId: Id,
  parentId: Id.nullish(),
  geometry: Geometry.nullish(),
  mapRef: Id.nullish(),
  features: z.array(Text).max(50).nullish(),
  accessible: z.boolean().nullish(),
  attributes: Attributes.nullish(),
  placeIdHint: Text.nullish(),
};

const Capacity = z.number().int().min(1).max(5000);

const Bookable = z.object({
  ...spaceFields,
  kind: z.enum(['room', 'workspace']),
  capacity: Capacity.nullable(),
  bookable: z.boolean(),
  mailbox: Email.nullish(),
  phone: Text.nullish(),
  type: Text.nullish(),
});

const Allocation = z.object({
  email: Email,
  from: z.iso.date().nullish(),
  to: z.iso.date().nullish(),
  days: z
    .array(z.enum(['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']))
    .min(1)
    .max(7)
    .nullish(),
  order: z.number().int().nullish(),
});

const Desk = z.object({
  ...spaceFields,
  kind: z.literal('desk'),
  bookable: z.boolean(),
  allocations: list(Allocation).nullish(),
  capacity: Capacity.nullish(),
});

const OtherSpace = z.object({
  ...spaceFields,
  kind: z.enum(['section', 'amenity', 'structure', 'circulation', 'other']),
});

const Space = z.discriminatedUnion('kind', [Bookable, Desk, OtherSpace], {
  error: 'kind has to be room, desk, workspace, section, amenity, structure, circulation or other',
});

const Asset = z.object({
  id: Id,
  name: Name,
  floorId: Id,
  kind: Text.min(1),
  /** Metres in the building's frame, or degrees. */
  position: z.union([z.object({ x: z.number(), y: z.number() }), Coordinates], {
    error: 'The position of an asset needs x and y (metres) or latitude and longitude',
  }),
  attributes: Attributes.nullish(),
});

const Address = z.object({
  street: Text.nullish(),
  city: Text.nullish(),
  state: Text.nullish(),
  postalCode: Text.nullish(),
  countryOrRegion: z
    .string()
    .max(LONGEST_TEXT)
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, {
      error: 'A two-letter country code (ISO 3166-1 alpha-2) is needed, for example SE',
    }),
});

/** One building of a document, with everything in it. */
export const WorkplaceBuilding = z.object({
  id: Id,
  name: Name,
  address: Address.nullish(),
  timeZone: Text.min(1),
  position: Coordinates.nullish(),
  status: z.enum(['active', 'draft', 'closed']).nullish(),
  frame: z
    .object({
      anchor: Coordinates,
      rotation: z.number().min(-360).max(360).nullish(),
      scale: z.number().positive().nullish(),
    })
    .nullish(),
  mailboxHint: Text.nullish(),
  placeIdHint: Text.nullish(),
  floors: list(Floor),
  spaces: list(Space),
  assets: list(Asset).nullish(),
});
export type WorkplaceBuilding = z.infer<typeof WorkplaceBuilding>;

/** What a document says about itself. `complete: false` forbids "missing at source" conclusions. */
export const WorkplaceHead = z.object({
  schema: z.string().regex(/^workplace\/1\.\d{1,4}$/, {
    error: 'Only workplace/1.x documents can be read, for example "workplace/1.0"',
  }),
  source: z.object({
    system: Text.min(1),
    instance: Text.min(1),
    exportedAt: z.iso.datetime({ offset: true }),
    revision: Text.nullish(),
  }),
  complete: z.boolean(),
});
export type WorkplaceHead = z.infer<typeof WorkplaceHead>;

/** A whole `workplace/1.0` document. */
export const Workplace = WorkplaceHead.extend({ buildings: z.array(WorkplaceBuilding).min(1).max(1000) });
export type Workplace = z.infer<typeof Workplace>;
