import { z } from 'zod';
import { Finding } from './common.ts';
import { Action } from './plan.ts';

/** What a shape on a floor is. */
export const ShapeKind = z.enum([
  'outline',
  'room',
  'desk',
  'workspace',
  'section',
  'amenity',
  'structure',
  'circulation',
  'other',
]);
export type ShapeKind = z.infer<typeof ShapeKind>;

/** [x, y] in metres of the floor's own plane: x right, y up. */
const Point = z.tuple([z.number(), z.number()]);

/** One shape as it is drawn, tinted by what the plan does with its place and by what is wrong with it. */
export const MapShape = z.object({
  /** IMDF feature id. */
  id: z.string(),
  /** Source key of the place, when the shape stands for one. */
  key: z.string().optional(),
  kind: ShapeKind,
  category: z.string(),
  name: z.string().optional(),
  action: Action.optional(),
  findings: z.array(Finding),
  /** false: stays in the full archive, Places does not draw it. */
  drawnByPlaces: z.boolean(),
  /** Polygons, each a list of rings, the first its outline. */
  polygons: z.array(z.array(z.array(Point))),
});
export type MapShape = z.infer<typeof MapShape>;

export const MapFloor = z.object({
  key: z.string(),
  name: z.string(),
  ordinal: z.number().int(),
  /** minX, minY, maxX, maxY in metres. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  features: z.array(MapShape),
});
export type MapFloor = z.infer<typeof MapFloor>;

/** Answer of `GET /api/buildings/{buildingId}/map` as JSON. */
export const BuildingMap = z.object({
  buildingId: z.string(),
  floors: z.array(MapFloor),
  findings: z.array(Finding),
});
export type BuildingMap = z.infer<typeof BuildingMap>;
