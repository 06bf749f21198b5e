import { afterEach, describe, expect, it } from 'vitest';
import type { PlaceType } from '../../core/model/place.ts';
import { type Reply, ScriptedGraph, type Seen } from './testing/scripted-graph.ts';

interface Node {
  readonly id: string;
  readonly type: PlaceType;
  readonly parentId: string | null;
}

/** A tenant of one building `b1` with floors of one section each, and a second building `other`. */
function tenant(size: { floors: number; desks: number; rooms: number; elsewhere?: number }): Node[] {
  const floors = Array.from({ length: size.floors }, (_, n): Node => ({
    id: `f${n}`,
    type: 'floor',
    parentId: 'b1',
  }));
  const sections = floors.map((floor): Node => ({
    id: `s-${floor.id}`,
    type: 'section',
    parentId: floor.id,
  }));
  const spread = (count: number, type: PlaceType, parents: readonly Node[]): Node[] =>
    Array.from({ length: count }, (_, n) => ({
      id: `${type}-${parents[0]?.id ?? ''}-${n}`,
      type,
      parentId: parents[n % parents.length]?.id ?? null,
    }));
  const away: Node = { id: 'away', type: 'section', parentId: 'away-floor' };
  return [
    { id: 'b1', type: 'building', parentId: null },
    { id: 'other', type: 'building', parentId: null },
    { id: 'away-floor', type: 'floor', parentId: 'other' },
    away,
    ...floors,
    ...sections,
    ...spread(size.rooms, 'room', floors),
    ...spread(size.desks, 'desk', sections),
    ...spread(size.elsewhere ?? 100, 'desk', [away]),
    ...spread(5, 'room', [away]),
  ];
}

/** Answers lists in pages, and descendants up to 2,500 of them without a word about the rest. */
function answering(nodes: readonly Node[], url: () => string) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isBelow = (node: Node, ancestor: string): boolean => {
    if (node.parentId === null) return false;
    const parent = byId.get(node.parentId);
    return node.parentId === ancestor || (parent !== undefined && isBelow(parent, ancestor));
  };
  return ({ path }: Seen): Reply => {
    const asked = new URL(path, url());
    const [, id, type] =
      /^\/v1\.0\/places\/(?:([^/]+)\/descendants\/)?microsoft\.graph\.(\w+)$/.exec(asked.pathname) ?? [];
    const ofType = nodes.filter((node) => node.type === type);
    const all = id === undefined ? ofType : ofType.filter((node) => isBelow(node, id)).slice(0, 2500);
    const top = Number(asked.searchParams.get('$top') ?? '100');
    const skip = Number(asked.searchParams.get('$skip') ?? '0');
    asked.searchParams.set('$skip', String(skip + top));
    const more = skip + top < all.length;
    return { json: { value: all.slice(skip, skip + top), ...(more && { '@odata.nextLink': asked.href }) } };
  };
}

let graph: ScriptedGraph;
afterEach(() => graph.stop());
async function directoryOf(nodes: readonly Node[]) {
  graph = await new ScriptedGraph(answering(nodes, () => graph.url)).start();
  return graph.directory();
}
const count = (places: readonly { type: PlaceType }[], type: PlaceType) =>
  places.filter((place) => place.type === type).length;

describe('readBelow', () => {
  it('reads a building of 5,000 places with nine requests, the list of buildings included', async () => {
    const directory = await directoryOf(tenant({ floors: 10, desks: 4750, rooms: 250 }));
    await directory.readBuildings();
    const below = await directory.readBelow('b1', { floors: 10, desks: 4750, rooms: 250, workspaces: 0 });
    expect(graph.seen.length).toBeLessThanOrEqual(9);
    expect(count(below, 'floor')).toBe(10);
    expect(count(below, 'section')).toBe(10);
    expect(count(below, 'room')).toBe(250);
    expect(count(below, 'desk')).toBe(4750);
    expect(below.some((place) => place.id.includes('away'))).toBe(false);
    expect(graph.mostOpen).toBeLessThanOrEqual(3);
  });

  it('reads a small building by descendants and leaves out types that nobody expects', async () => {
    const directory = await directoryOf(tenant({ floors: 2, desks: 30, rooms: 4 }));
    const below = await directory.readBelow('b1', { floors: 2, desks: 30, rooms: 4, workspaces: 0 });
    expect(below).toHaveLength(2 + 2 + 30 + 4);
    expect(graph.lines.sort()).toEqual(
      ['desk', 'floor', 'room', 'section'].map(
        (type) => `GET /v1.0/places/b1/descendants/microsoft.graph.${type}?$top=1000`,
      ),
    );
  });

  it('leaves the list of the tenant when it holds far more than the building', async () => {
    const directory = await directoryOf(tenant({ floors: 10, desks: 2400, rooms: 0, elsewhere: 20_000 }));
    const below = await directory.readBelow('b1', { floors: 10, desks: 2400, rooms: 0, workspaces: 0 });
    expect(count(below, 'desk')).toBe(2400);
    expect(graph.lines.filter((line) => line.includes('places/microsoft.graph.desk'))).toHaveLength(4);
  });

  it('reads floor by floor when that takes fewer requests', async () => {
    const directory = await directoryOf(tenant({ floors: 3, desks: 6000, rooms: 0 }));
    const below = await directory.readBelow('b1', { floors: 3, desks: 6000, rooms: 0, workspaces: 0 });
    expect(count(below, 'desk')).toBe(6000);
    expect(graph.lines.some((line) => line.includes('places/microsoft.graph.desk'))).toBe(false);
  });

  it('never takes an answer at the cap for the whole: floors, then sections, then the list', async () => {
    const nodes = tenant({ floors: 1, desks: 5200, rooms: 2600 });
    const directory = await directoryOf([
      ...nodes.filter((node) => node.type !== 'section' || node.id === 'away'),
      { id: 's-f0', type: 'section', parentId: 'f0' },
      { id: 's2', type: 'section', parentId: 'f0' },
      { id: 'desk-in-s2', type: 'desk', parentId: 's2' },
    ]);
    const below = await directory.readBelow('b1', { floors: 1, desks: 10, rooms: 10, workspaces: 0 });
    expect(count(below, 'desk')).toBe(5201);
    expect(count(below, 'room')).toBe(2600);
    expect(below.some((place) => place.id.includes('away'))).toBe(false);
  });
});

describe('readDescendants', () => {
  it('finds children past the cap', async () => {
    const directory = await directoryOf(tenant({ floors: 1, desks: 2501, rooms: 2 }));
    expect(await directory.readDescendants('s-f0', 'desk')).toHaveLength(2501);
    expect(await directory.readDescendants('f0', 'desk')).toHaveLength(2501);
    expect(await directory.readDescendants('f0', 'room')).toHaveLength(2);
  });
});
