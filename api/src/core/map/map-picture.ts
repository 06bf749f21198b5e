/** The floors as they are drawn in a preview. Tints are added by whoever knows the plan. */
import type { Position, SpaceKind } from '../model/building.ts';
import type { PlaceRef } from '../model/place.ts';
import { FeatureIds } from './feature-ids.ts';
import { toMetres, type Area } from './grid.ts';
import type { MapInput, MapShapes } from './map-shapes.ts';
import { boxOf } from './ring-checks.ts';

export interface PictureShape {
  /** Id of the feature in the Places package. */
  readonly id: string;
  readonly key: string;
  readonly kind: SpaceKind | 'outline';
  readonly category: string;
  readonly name?: string;
  readonly place?: PlaceRef;
  /** Closed rings in metres. */
  readonly polygons: readonly (readonly (readonly Position[])[])[];
  /** false: furniture, which Places does not show. */
  readonly drawnByPlaces: boolean;
}

export interface PictureFloor {
  readonly key: string;
  readonly name: string;
  readonly ordinal: number;
  /** minX, minY, maxX, maxY in metres. */
  readonly bounds: readonly [number, number, number, number];
  readonly shapes: readonly PictureShape[];
}

export type MapPicture = readonly PictureFloor[];

/** Outline first, then sections, then everything in source order. */
export function mapPicture(
  { building }: MapInput,
  { floors }: MapShapes,
  hash: (text: string) => string,
): MapPicture {
  const ids = new FeatureIds(building.key, hash);
  ids.of('building', building.key);
  return floors.map(({ key, name, ordinal, outline, shapes }): PictureFloor => {
    const levelId = ids.of('level', key);
    const all = [...outline, ...shapes.flatMap(({ areas }) => areas)].flat();
    const [left, bottom, right, top] = boxOf(all);
    const [from, to] = [toMetres([left, bottom]), toMetres([right, top])];
    return {
      key,
      name,
      ordinal,
      bounds: [from[0], from[1], to[0], to[1]],
      shapes: [
        {
          id: levelId,
          key,
          kind: 'outline',
          category: 'unspecified',
          name,
          place: { type: 'floor', key },
          polygons: inMetres(outline),
          drawnByPlaces: true,
        },
        ...shapes.map((shape) => ({
          id: ids.of(shape.layer, shape.key),
          key: shape.key,
          kind: shape.kind,
          category: shape.category,
          ...(shape.name !== undefined && { name: shape.name }),
          ...(shape.place && { place: shape.place }),
          polygons: inMetres(shape.areas),
          drawnByPlaces: shape.layer !== 'fixture' || shape.category === 'desk',
        })),
      ],
    };
  });
}

const inMetres = (areas: readonly Area[]): Position[][][] =>
  areas.map((area) =>
    area.map((ring) => {
      const corners = ring.map(toMetres);
      return corners[0] ? [...corners, corners[0]] : [];
    }),
  );
