/** The package Microsoft Places takes: six files, no holes, only the properties it knows (imdf.md section 3). */
import type { Finding } from '../model/finding.ts';
import { refText } from '../model/place.ts';
import { WALL_CATEGORIES, type Layer } from './categories.ts';
import { FeatureIds } from './feature-ids.ts';
import { squareMetres, type Area } from './grid.ts';
import { labelPoint } from './label-point.ts';
import { collection, label, type FeatureType, type MapFeature, type MapFiles } from './map-feature.ts';
import type { MapFloor, MapInput, MapShape, MapShapes } from './map-shapes.ts';
import { areaOnEarth, pointInside, pointOnEarth, type GeoJsonArea } from './on-earth.ts';
import { spotOf } from './shape-findings.ts';
import { withoutHoles } from './split-holes.ts';
import { say, spoken } from '../model/sentence.ts';

/** Parts of one MultiPolygon stay two millimetres apart: sharing an edge would make it invalid. */
const GAP = 20;

/** How many shapes of a floor stand for places, and how many of those are correlated. */
export interface Coverage {
  readonly floor: string;
  readonly name: string;
  readonly levelId: string;
  readonly places: number;
  readonly correlated: number;
}

/** A feature of the package that stands for a place. */
export interface MapLink {
  readonly levelId: string;
  readonly layer: Layer;
  readonly id: string;
  readonly placeId: string;
}

export interface PlacesPackage {
  readonly links: readonly MapLink[];
  readonly files: MapFiles;
  /** Whose shape a feature is, by its place in the files: `unit.geojson#/features/3`. */
  readonly owners: ReadonlyMap<string, Owner>;
  readonly coverage: readonly Coverage[];
  readonly features: number;
  readonly findings: readonly Finding[];
}

interface Owner {
  readonly key: string;
  readonly at?: [number, number];
}

type Ids = Readonly<Record<string, string>>;

/** Same input, same bytes. Places without an id are drawn and not correlated, which a finding says. */
export function placesPackage(
  { building, placeIds }: MapInput,
  shapes: MapShapes,
  hash: (text: string) => string,
): PlacesPackage {
  const writer = new PackageWriter(new FeatureIds(building.key, hash), shapes, placeIds);
  writer.building(building.key, building.name);
  const coverage = shapes.floors.map((floor) => writer.floor(floor));
  const { features, findings, owners, links } = writer;
  const files = new Map<string, string>();
  for (const type of ['building', 'footprint', 'level', 'unit', 'section', 'fixture'] as const) {
    const own = features.filter((feature) => feature.feature_type === type);
    const always = type !== 'section' && type !== 'fixture';
    if (always || own.length > 0) files.set(`${type}.geojson`, collection(own));
  }
  return {
    files,
    owners,
    links,
    coverage,
    features: features.length,
    findings: [...findings, ...uncorrelated(building.key, placeIds, coverage)],
  };
}

function uncorrelated(buildingKey: string, ids: Ids, coverage: readonly Coverage[]): Finding[] {
  const missing = coverage.reduce((sum, { places, correlated }) => sum + places - correlated, 0);
  if (ids[`building:${buildingKey}`] === undefined) {
    return [
      {
        code: 'map-not-correlated',
        severity: 'info',
        ...spoken({
          message: say`The building was not synced yet, so the map is not linked with places in Microsoft Places.`,
          hint: say`Sync first; the map is uploaded in the same run.`,
        }),
        key: buildingKey,
      },
    ];
  }
  if (missing === 0) return [];
  const message = say`${{ count: missing }} shapes stand for places that are not in Microsoft Places yet, so they are not linked.`;
  return [{ code: 'map-partly-correlated', severity: 'info', ...spoken({ message }), key: buildingKey }];
}

/** Circulation below, rooms over it, walls on top: later features are drawn over earlier ones. */
const drawOrder = ({ kind, layer, category }: MapShape): number => {
  if (layer === 'section' || kind === 'section') return 1;
  if (kind === 'circulation') return 0;
  return WALL_CATEGORIES.has(category) ? 3 : 2;
};

class PackageWriter {
  readonly features: MapFeature[] = [];
  readonly findings: Finding[] = [];
  readonly owners = new Map<string, Owner>();
  readonly links: MapLink[] = [];
  readonly #counts = new Map<FeatureType, number>();
  readonly #ids: FeatureIds;
  readonly #shapes: MapShapes;
  readonly #placeIds: Ids;
  #buildingId = '';

  constructor(ids: FeatureIds, shapes: MapShapes, placeIds: Ids) {
    this.#ids = ids;
    this.#shapes = shapes;
    this.#placeIds = placeIds;
  }

  building(key: string, name: string): void {
    const { footprint } = this.#shapes;
    this.#buildingId = this.#ids.of('building', key);
    this.#add('building', this.#buildingId, null, {
      category: 'unspecified',
      name: label(name),
      alt_name: null,
      restriction: null,
      display_point: this.#displayPoint(footprint[0]),
      ...this.#directoryId(`building:${key}`),
    });
    this.#add('footprint', this.#ids.of('footprint', key, 'outline'), this.#oneGeometry(footprint), {
      category: 'ground',
      name: null,
      building_ids: [this.#buildingId],
    });
  }

  floor(floor: MapFloor): Coverage {
    const { key, name, shortName, ordinal } = floor;
    const levelId = this.#ids.of('level', key);
    const { bearing } = this.#shapes;
    this.#add('level', levelId, this.#oneGeometry(floor.outline), {
      category: 'unspecified',
      restriction: null,
      outdoor: false,
      ordinal,
      name: label(name) ?? label(`Level ${ordinal}`),
      short_name: label(shortName ?? String(ordinal)),
      building_ids: [this.#buildingId],
      ...(bearing !== 0 && { bearing: Math.round(bearing * 100) / 100 }),
      ...this.#directoryId(`floor:${key}`),
    });
    const inOrder = floor.shapes.toSorted((a, b) => drawOrder(a) - drawOrder(b));
    const units = this.#counts.get('unit');
    let [places, correlated] = [0, 0];
    for (const shape of inOrder) {
      if (!this.#shape(shape, levelId) || !shape.place) continue;
      places += 1;
      if (this.#placeIds[refText(shape.place)] !== undefined) correlated += 1;
    }
    if (this.#counts.get('unit') === units) this.#openFloor(floor, levelId);
    return { floor: key, name, levelId, places, correlated };
  }

  /** A floor without a single unit would be an outline around nothing, and a package without any is refused. */
  #openFloor({ key, name, outline }: MapFloor, level_id: string): void {
    const geometry = this.#oneGeometry(outline);
    this.findings.push({
      code: 'map-floor-open',
      severity: 'info',
      ...spoken({
        message: say`"${{ name }}" has no rooms that could be drawn. It is drawn as one open space.`,
      }),
      key,
    });
    this.#add('unit', this.#ids.of('unit', key, 'open floor'), geometry, {
      category: 'unspecified',
      name: null,
      level_id,
      alt_name: null,
      restriction: null,
      display_point: null,
    });
  }

  /** @returns false when nothing of it could be written */
  #shape(shape: MapShape, levelId: string): boolean {
    const { key, layer, place, areas } = shape;
    const first = this.#ids.of(layer, key);
    const pieces = this.#pieces(areas);
    const at = spotOf(areas);
    if (pieces.length === 0) {
      const said = spoken({
        message: say`"${{ name: shape.name ?? key }}" is too thin to be drawn on the map.`,
      });
      this.findings.push({ code: 'map-too-thin', severity: 'warning', ...said, key, ...(at && { at }) });
      return false;
    }
    const owner = { key, ...(at && { at }) };
    pieces.forEach(({ geometry, labelled }, n) => {
      const id = n === 0 ? first : this.#ids.of(layer, key, `piece ${n + 1}`);
      const link: { directory_id?: string } = n === 0 && place ? this.#directoryId(refText(place)) : {};
      if (link.directory_id !== undefined)
        this.links.push({ levelId, layer, id, placeId: link.directory_id });
      const name = n === 0 ? label(shape.name) : null;
      const common = { category: shape.category, name, level_id: levelId };
      const area = {
        ...common,
        alt_name: null,
        restriction: null,
        display_point: pointInside(labelPoint(labelled), geometry, this.#shapes.plane),
      };
      if (layer === 'fixture')
        this.#add(layer, id, geometry, { ...common, ...this.#turn(shape), ...link }, owner);
      else this.#add(layer, id, geometry, { ...area, ...link }, owner);
      // A section has no border of its own on the map: a unit below it gives it one.
      if (layer === 'section' && shape.kind === 'section') {
        const outline = this.#ids.of('unit', key, `section outline ${n + 1}`);
        this.#add('unit', outline, geometry, { ...area, category: 'unspecified', name: null });
      }
    });
    return true;
  }

  /** Hole-free pieces. Without holes all parts stay one feature, so that the place keeps its whole shape. */
  #pieces(areas: readonly Area[]): { geometry: GeoJsonArea; labelled: Area }[] {
    const whole = areas.every((area) => area.length === 1);
    const groups = whole
      ? [areas]
      : areas
          .flatMap((area) => withoutHoles(area))
          .toSorted((a, b) => squareMetres([b]) - squareMetres([a]))
          .map((piece) => [piece]);
    return groups.flatMap((group) => {
      const geometry = areaOnEarth(group, this.#shapes.plane);
      return geometry && group[0] ? [{ geometry, labelled: group[0] }] : [];
    });
  }

  #oneGeometry(areas: readonly Area[]): GeoJsonArea | null {
    return areaOnEarth(
      areas.flatMap((area) => withoutHoles(area, GAP)),
      this.#shapes.plane,
    );
  }

  /** Degrees the desk's long side is turned clockwise from east. */
  #turn({ category, areas }: MapShape): { rotation?: number } {
    const ring = areas[0]?.[0] ?? [];
    if (category !== 'desk' || ring.length !== 4) return {};
    let [longest, angle] = [0, 0];
    ring.forEach(([x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length] ?? [x, y];
      const length = Math.hypot(nx - x, ny - y);
      if (length <= longest + 1) return;
      longest = length;
      angle = (Math.atan2(-(ny - y), nx - x) * 180) / Math.PI + this.#shapes.bearing;
    });
    const turned = (Math.round((((angle % 180) + 180) % 180) * 10) / 10) % 180;
    return turned === 0 ? {} : { rotation: turned };
  }

  #displayPoint(area: Area | undefined) {
    return area ? pointOnEarth(labelPoint(area), this.#shapes.plane) : null;
  }

  #directoryId(ref: string): { directory_id?: string } {
    const id = this.#placeIds[ref];
    return id === undefined ? {} : { directory_id: id };
  }

  #add(
    type: FeatureType,
    id: string,
    geometry: MapFeature['geometry'],
    properties: MapFeature['properties'],
    owner?: Owner,
  ): void {
    const count = this.#counts.get(type) ?? 0;
    if (owner) this.owners.set(`${type}.geojson#/features/${count}`, owner);
    this.#counts.set(type, count + 1);
    this.features.push({ id, type: 'Feature', feature_type: type, geometry, properties });
  }
}
