/**
 * Everything below a building in the fewest requests (graph-places.md section 2): a call for descendants gives at
 * most 2,500 places, a list by type gives 1,000 a page but of the whole tenant.
 */
import type { LivePlace, PlaceType } from '../../core/model/place.ts';
import type { ExpectedSize } from '../../ports/place-directory.ts';
import type { GraphClient } from './client.ts';
import { listPlaces, PAGE_SIZE, readDescendantsOnce } from './read-places.ts';

/** Up to so many are asked for at once; the rest up to the cap is room for those that nobody expects. */
const SURELY_BELOW_CAP = 2000;

/** Part of the tree that can be asked for by itself. */
interface Piece {
  readonly id: string;
  /** Together they hold everything of the piece; empty when it cannot be cut further. */
  readonly parts: readonly Piece[];
}

/** Types that hang at the end of the tree. */
type LeafType = 'room' | 'workspace' | 'desk';

interface Tree {
  readonly buildingId: string;
  readonly floors: readonly LivePlace[];
  readonly sections: readonly LivePlace[];
  /** Every id that a parent can have. */
  readonly parents: readonly string[];
}

/** @throws ReadFailed */
export async function readBelow(
  client: GraphClient,
  buildingId: string,
  expected: ExpectedSize,
): Promise<LivePlace[]> {
  const tree = await readTree(client, buildingId);
  const [rooms, workspaces, desks] = await Promise.all([
    readLeaves(client, 'room', tree, expected.rooms),
    readLeaves(client, 'workspace', tree, expected.workspaces),
    readLeaves(client, 'desk', tree, expected.desks),
  ]);
  return [...tree.floors, ...tree.sections, ...rooms, ...workspaces, ...desks];
}

/** Direct and indirect children of one type, also past the cap. @throws ReadFailed */
export async function readDescendants(
  client: GraphClient,
  parentId: string,
  type: PlaceType,
): Promise<LivePlace[]> {
  const { places, capped } = await readDescendantsOnce(client, parentId, type);
  if (!capped) return places;
  const between = (['floor', 'section'] as const).filter((level) => level !== type);
  const levels = await Promise.all(between.map((level) => readDescendantsOnce(client, parentId, level)));
  return listBelow(client, type, [parentId, ...levels.flatMap((level) => level.places.map(idOf))]);
}

async function readTree(client: GraphClient, buildingId: string): Promise<Tree> {
  const [floors, sections] = await Promise.all([
    readType(client, 'floor', { id: buildingId, parts: [] }, [buildingId]),
    readDescendantsOnce(client, buildingId, 'section'),
  ]);
  const upper = [buildingId, ...floors.map(idOf)];
  const all = sections.capped ? await readParts(client, 'section', floors.map(leaf), upper) : sections.places;
  return { buildingId, floors, sections: all, parents: [...upper, ...all.map(idOf)] };
}

async function readLeaves(
  client: GraphClient,
  type: LeafType,
  tree: Tree,
  expected: number,
): Promise<LivePlace[]> {
  const { buildingId, floors, parents } = tree;
  if (expected === 0) return [];
  const pieces = floors.map((floor) => ({ id: floor.id, parts: partsOf(floor, type, tree) }));
  if (expected <= SURELY_BELOW_CAP || floors.length === 0)
    return readType(client, type, { id: buildingId, parts: pieces }, parents);
  const pages = Math.ceil(expected / PAGE_SIZE) + 1;
  if (pages < floors.length) {
    // A tenant with many more of them than this building is left to the calls per floor.
    const all = await listPlaces(client, type, pages);
    if (all !== null) return below(all, parents);
  }
  return readParts(client, type, pieces, parents);
}

/** A room or workspace may hang at the floor itself, so only desks can be asked for section by section. */
const partsOf = (floor: LivePlace, type: LeafType, { sections }: Tree): Piece[] =>
  type === 'desk' ? sections.filter((section) => section.parentId === floor.id).map(leaf) : [];

/** Descendants of a piece; of its parts when Graph may have left some out; by list when it has none. */
async function readType(
  client: GraphClient,
  type: PlaceType,
  piece: Piece,
  parents: readonly string[],
): Promise<LivePlace[]> {
  const { places, capped } = await readDescendantsOnce(client, piece.id, type);
  if (!capped) return places;
  return piece.parts.length === 0
    ? listBelow(client, type, parents)
    : readParts(client, type, piece.parts, parents);
}

async function readParts(
  client: GraphClient,
  type: PlaceType,
  parts: readonly Piece[],
  parents: readonly string[],
): Promise<LivePlace[]> {
  const read = await Promise.all(parts.map((part) => readType(client, type, part, parents)));
  return unique(read.flat());
}

async function listBelow(client: GraphClient, type: PlaceType, parents: readonly string[]) {
  return below(await listPlaces(client, type), parents);
}

function below(places: readonly LivePlace[], parents: readonly string[]): LivePlace[] {
  const known = new Set(parents);
  return places.filter((place) => place.parentId !== null && known.has(place.parentId));
}

const unique = (places: readonly LivePlace[]) => [
  ...new Map(places.map((place) => [place.id, place])).values(),
];
const idOf = (place: LivePlace): string => place.id;
const leaf = (place: LivePlace): Piece => ({ id: place.id, parts: [] });
