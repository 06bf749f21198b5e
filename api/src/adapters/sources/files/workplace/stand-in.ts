/**
 * A building that breaks the schema, with harmless values in place of the wrong ones: so that problems between its
 * parts (twice the same id, a floor that does not exist) are named together with the wrong values, not only after
 * those are corrected. It is never imported.
 */
import type { z } from 'zod';
import { WorkplaceBuilding } from '../../../../contract/workplace.ts';

type Fields = Record<string, unknown>;

const BUILDING: Fields = { name: '?', timeZone: 'UTC' };
const FLOOR: Fields = { name: '?', ordinal: 0, published: true };
const SPACE: Fields = { name: '?', kind: 'other' };
/** Where spaces stand whose floor cannot be read. */
const NOWHERE = '?';
/** Parts that other parts refer to keep these, when they can be read. */
const KEPT = ['id', 'floorId', 'parentId'];

/** The building that can be judged further, or undefined when not even that can be told. */
export function standIn(sent: unknown, error: z.ZodError): WorkplaceBuilding | undefined {
  if (typeof sent !== 'object' || sent === null) return undefined;
  const wrong = error.issues.map(({ path }) => path);
  const building: Fields = { ...sent };
  for (const [field] of wrong) {
    if (typeof field === 'string') building[field] = field === 'id' ? crypto.randomUUID() : BUILDING[field];
  }
  const { floors, spaces } = sent as Fields;
  building['floors'] = [
    ...withStandIns(floors, wrongIn(wrong, 'floors'), (floor) => ({ ...kept(floor), ...FLOOR })),
    { id: NOWHERE, ...FLOOR },
  ];
  building['spaces'] = withStandIns(spaces, wrongIn(wrong, 'spaces'), (space) => ({
    floorId: NOWHERE,
    ...kept(space),
    ...SPACE,
    ...(space['kind'] === 'section' ? { kind: 'section' } : {}),
  }));
  const result = WorkplaceBuilding.safeParse(building);
  return result.success ? result.data : undefined;
}

/** Positions in the list `field` that something is wrong with. */
const wrongIn = (paths: readonly (readonly PropertyKey[])[], field: string): Set<number> =>
  new Set(paths.flatMap(([first, at]) => (first === field && typeof at === 'number' ? [at] : [])));

/** The list with stand-ins for what is wrong; positions stay, so paths still point at what was sent. */
function withStandIns(list: unknown, wrong: Set<number>, replace: (item: Fields) => Fields): unknown[] {
  if (!Array.isArray(list)) return [];
  return list.map((item: unknown, at) => (wrong.has(at) ? replace(isFields(item) ? item : {}) : item));
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function kept(item: Fields): Fields {
  const readable = KEPT.filter((field) => typeof item[field] === 'string' && item[field] !== '');
  return Object.fromEntries([
    ['id', crypto.randomUUID()],
    ...readable.map((field) => [field, String(item[field]).slice(0, 200)] as const),
  ]);
}
