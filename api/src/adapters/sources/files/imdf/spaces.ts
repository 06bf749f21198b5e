import type { Polygon, Position, SpaceKind } from '../../../../core/model/building.ts';
import type { DraftSpace } from '../../../../core/model/draft.ts';
import { contains, middleOf } from '../../../../core/model/ring.ts';
import type { Archive } from './archive.ts';
import type { Feature } from './feature.ts';
import { imdfWordsOf } from './imdf-words.ts';
import { areaOfFeature, polygonsOf } from './levels.ts';
import { categoryOf, DESK_CATEGORIES, DRAWN_FIXTURES, DRAWN_UNITS, ROOM_CATEGORIES } from './mapping.ts';
import { idsOf, labelOf, property, textOf, wordsOf } from './properties.ts';
import { many, type Tally } from './tally.ts';
import { say } from '../../../../core/model/sentence.ts';

type Source = 'unit' | 'fixture' | 'section';

/**
 * Units, fixtures and sections as spaces of the given levels. What the archive does not say (capacity,
 * bookable, usually the mailbox) stays unsaid.
 */
export function spacesOf(archive: Archive, levels: ReadonlySet<string>, tally: Tally): DraftSpace[] {
  const { features, language } = archive;
  const occupants = occupantNames(archive);
  const read = (source: Source): DraftSpace[] =>
    features[source].flatMap((feature) => {
      const [floorId] = idsOf(property(feature, 'level_id'));
      return floorId !== undefined && levels.has(floorId)
        ? [spaceOf(feature, { source, floorId, language, occupants }, tally)]
        : [];
    });
  const sections = read('section');
  const areas = sectionAreas(features.section, sections);
  const polygons = new Map(features.fixture.map((fixture) => [fixture.id, fixture]));
  const fixtures = read('fixture').map((space) =>
    space.kind === 'desk'
      ? { ...space, parentId: sectionAround(polygons.get(space.id), space.floorId, areas) }
      : space,
  );
  return [...sections, ...read('unit'), ...fixtures];
}

/** Features whose level is in no building of the archive. */
export function strayFeatures({ features }: Archive, levels: ReadonlySet<string>, tally: Tally): number {
  let strays = 0;
  for (const source of ['unit', 'fixture', 'section'] as const) {
    for (const feature of features[source]) {
      const [level] = idsOf(property(feature, 'level_id'));
      if (level !== undefined && levels.has(level)) continue;
      strays++;
      tally.add(
        'imdf-unknown-level',
        'warning',
        feature.path,
        (n) => say`${{ things: many(n, source) }} on a level that is not in the archive left out`,
      );
    }
  }
  return strays;
}

/**
 * Names of shops and tenants stand with the occupants that are anchored in a unit. Units that have just one are labelled
 * with it on the map; that does not make them rooms to book.
 */
function occupantNames({ features, language }: Archive): ReadonlyMap<string, string> {
  const units = new Map(
    features.anchor.map((anchor) => [anchor.id, idsOf(property(anchor, 'unit_id'))[0] ?? '']),
  );
  const names = new Map<string, string | undefined>();
  for (const occupant of features.occupant) {
    const unit = units.get(idsOf(property(occupant, 'anchor_id'))[0] ?? '');
    const name = labelOf(property(occupant, 'name'), language);
    if (unit !== undefined && name !== undefined) names.set(unit, names.has(unit) ? undefined : name);
  }
  return new Map([...names].flatMap(([unit, name]) => (name === undefined ? [] : [[unit, name]])));
}

interface Found {
  readonly source: Source;
  readonly floorId: string;
  readonly language: string | undefined;
  readonly occupants: ReadonlyMap<string, string>;
}

function spaceOf(
  feature: Feature,
  { source, floorId, language, occupants }: Found,
  tally: Tally,
): DraftSpace {
  const name = labelOf(property(feature, 'name'), language);
  const shown = name ?? (source === 'unit' ? occupants.get(feature.id) : undefined);
  if (shown !== name) {
    tally.add(
      'imdf-occupant',
      'info',
      feature.path,
      (n) => say`${{ things: many(n, source) }} without a name labelled with the name of the occupant`,
    );
  }
  const category = categoryOf(textOf(property(feature, 'category')));
  const kind = kindOf(source, category, name !== undefined);
  const geometry = areaOfFeature(feature);
  if (!geometry) {
    tally.add(
      'imdf-no-area',
      'warning',
      feature.path,
      (n) => say`${{ things: many(n, source) }} without an area on the earth; not drawn`,
    );
  }
  tell(source, category, kind, name !== undefined, feature.path, tally);
  const wheelchair = wordsOf(property(feature, 'accessibility')).includes('wheelchair');
  const bookable = kind === 'room' || kind === 'desk';
  return {
    path: feature.path,
    id: feature.id,
    kind,
    floorId,
    name: shown ?? '',
    category,
    layer: kind === 'other' ? source : undefined,
    geometry,
    imdf: imdfWordsOf(feature, shown),
    accessible: bookable && wheelchair ? true : undefined,
    mailbox: kind === 'room' ? mailboxOf(feature) : undefined,
    placeIdHint: textOf(property(feature, 'directory_id')),
  };
}

function kindOf(source: Source, category: string, named: boolean): SpaceKind {
  if (source === 'section') return named ? 'section' : 'other';
  if (source === 'fixture') return named && DESK_CATEGORIES.has(category) ? 'desk' : 'other';
  if (named && ROOM_CATEGORIES.has(category)) return 'room';
  return DRAWN_UNITS.get(category) ?? 'other';
}

/** One line per rule that was used, for the person who imports. */
function tell(
  source: Source,
  category: string,
  kind: SpaceKind,
  named: boolean,
  path: string,
  tally: Tally,
): void {
  const which = named ? say`with a name` : say`without a name`;
  const becomes = ['room', 'desk', 'section'].includes(kind)
    ? say`read as ${{ type: kind }}`
    : say`drawn only, as ${{ type: kind }}`;
  const label = category.slice(0, 60);
  tally.add(
    'imdf-mapping',
    'info',
    undefined,
    (n) => say`${{ things: many(n, source) }} “${{ label }}” ${{ which }}: ${{ becomes }}`,
  );
  const known =
    source === 'section' ||
    (source === 'unit'
      ? ROOM_CATEGORIES.has(category) || DRAWN_UNITS.has(category)
      : DESK_CATEGORIES.has(category) || DRAWN_FIXTURES.has(category));
  if (!known) {
    tally.add(
      'imdf-category',
      'warning',
      path,
      (n) =>
        say`${{ things: many(n, source) }} of the category “${{ label }}”, which IMDF 1.0.0 does not have`,
    );
  }
}

/** Correlated archives carry the mailbox; anything else that stands there is ignored. */
function mailboxOf(feature: Feature): string | undefined {
  const address = textOf(property(feature, 'smtp_address'));
  return address && /^[^\s@]+@[^\s@]+$/.test(address) ? address : undefined;
}

interface SectionArea {
  readonly id: string;
  readonly floorId: string;
  readonly polygons: readonly Polygon[];
}

function sectionAreas(features: readonly Feature[], sections: readonly DraftSpace[]): SectionArea[] {
  const named = new Map(sections.filter(({ kind }) => kind === 'section').map((space) => [space.id, space]));
  return features.flatMap((feature) => {
    const floorId = named.get(feature.id)?.floorId;
    const polygons = floorId === undefined ? undefined : polygonsOf(feature);
    return floorId !== undefined && polygons ? [{ id: feature.id, floorId, polygons }] : [];
  });
}

/** IMDF does not say which section a desk is in: the one it stands in. */
function sectionAround(
  fixture: Feature | undefined,
  floorId: string,
  areas: readonly SectionArea[],
): string | undefined {
  const polygons = fixture && polygonsOf(fixture);
  if (!polygons) return undefined;
  const middle: Position = middleOf(polygons);
  return areas.find((area) => area.floorId === floorId && contains(area.polygons, middle))?.id;
}
