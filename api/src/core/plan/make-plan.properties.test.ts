import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesiredPlace, KnownPlace, LivePlace, PlaceFields, PlaceId } from '../model/place.ts';
import { DEFAULT_POLICY, makePlan } from './make-plan.ts';
import { matchBuilding } from './match-building.ts';
import type { Plan, Policy } from './plan.ts';
import { ModelTenant } from './testing/model-tenant.ts';
import { BUILDING, known, live, nodesOf, place } from './testing/places.ts';

const RUNS = { numRuns: 300 };

/** Small pools of ids and names, so that doubles, swaps and moves happen all the time. */
const fields = fc.record(
  {
    capacity: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    isWheelChairAccessible: fc.boolean(),
    mode: fc.constantFrom<NonNullable<PlaceFields['mode']>>(
      { kind: 'reservable' },
      { kind: 'unavailable' },
      { kind: 'assigned', email: 'ada@contoso.example' },
      { kind: 'assigned', email: 'bo@contoso.example' },
    ),
  },
  { requiredKeys: [] },
);
const leaf = fc.record({
  type: fc.constantFrom('room' as const, 'desk' as const),
  key: fc.constantFrom('1', '2', '3', '4', '5'),
  name: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
  section: fc.boolean(),
  set: fields,
  skip: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
});
const floor = fc.record({
  key: fc.constantFrom('f1', 'f2', 'f3'),
  name: fc.constantFrom('One', 'Two', 'Three', 'Four'),
  sortOrder: fc.integer({ min: -1, max: 3 }),
  skip: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  places: fc.array(leaf, { maxLength: 5 }),
});
const SKIP = { code: 'asked-for', reason: 'Left alone by this test.' };

/** Any building, without the doubles that `desiredPlaces` takes out before. */
const source = fc.array(floor, { maxLength: 3 }).map((floors): DesiredPlace[] => {
  const all: DesiredPlace[] = [BUILDING];
  const names = new Set<string>();
  const add = (one: DesiredPlace): boolean => {
    const name = `${one.type}|${one.name}|${one.parent?.key ?? ''}`;
    if (names.has(name) || all.some(({ type, key }) => type === one.type && key === one.key)) return false;
    names.add(name);
    all.push(one);
    return true;
  };
  for (const { key, name, sortOrder, skip, places } of floors) {
    const at = place('floor', key, BUILDING, { name, set: { sortOrder }, ...(skip && { skip: SKIP }) });
    const section = place('section', `${key}/desks`, at, { name: 'Desks' });
    if (!add(at) || !add(section)) continue;
    for (const one of places) {
      const parent = one.type === 'desk' || one.section ? section : at;
      const extra = { name: one.name, set: one.set, ...(one.skip && { skip: SKIP }) };
      add(place(one.type, one.key, parent, extra));
    }
  }
  return all;
});

/** Places that an administrator made by hand, some where ours would be. */
const foreign = fc.array(
  fc.record({
    type: fc.constantFrom('floor' as const, 'section' as const, 'desk' as const, 'room' as const),
    name: fc.constantFrom('A', 'B', 'One', 'Two', 'Desks', 'theirs'),
    in: fc.nat(),
  }),
  { maxLength: 4 },
);

interface World {
  readonly before: readonly DesiredPlace[];
  readonly after: readonly DesiredPlace[];
  readonly theirs: readonly { type: LivePlace['type']; name: string; in: number }[];
  readonly lost: readonly number[];
}
const world: fc.Arbitrary<World> = fc.record({
  before: source,
  after: source,
  theirs: foreign,
  lost: fc.array(fc.nat(), { maxLength: 2 }),
});

const PARENT_OF = { floor: 'building', section: 'floor', desk: 'section', room: 'floor' } as const;

/** A tenant that was synced with `before`, to which people then did things. */
function tenantOf({ before, theirs, lost }: World): ModelTenant {
  const tenant = new ModelTenant([], []);
  tenant.apply(planOf(tenant, before));
  theirs.forEach(({ type, name, in: at }, index) => {
    const parents = [...tenant.places.values()].filter(
      (one) => one.type === PARENT_OF[type as keyof typeof PARENT_OF],
    );
    const parent = parents[at % Math.max(1, parents.length)];
    const placeId = `theirs-${index}` as PlaceId;
    if (parent)
      tenant.places.set(placeId, {
        ...live(place(type, '', null, { name })),
        id: placeId,
        placeId,
        parentId: parent.placeId,
      });
  });
  for (const at of lost) {
    const leaves = [...tenant.places.values()].filter(({ type }) => type === 'desk' || type === 'room');
    const gone = leaves[at % Math.max(1, leaves.length)];
    if (gone) tenant.places.delete(gone.placeId);
  }
  tenant.written.length = 0;
  return tenant;
}

function inputOf(tenant: ModelTenant, desired: readonly DesiredPlace[], policy: Policy = DEFAULT_POLICY) {
  const buildings = [...tenant.places.values()].filter(({ type }) => type === 'building');
  const building = matchBuilding({ desired, known: tenant.known, buildings });
  return {
    desired,
    findings: [],
    known: tenant.known,
    live: tenant.read(building),
    policy,
    sourceComplete: true,
  };
}

const planOf = (tenant: ModelTenant, desired: readonly DesiredPlace[], policy?: Policy): Plan =>
  makePlan(inputOf(tenant, desired, policy));

const REMOVE: Policy = { ...DEFAULT_POLICY, orphans: 'remove' };
const RESTING = new Set(['skip', 'keep', 'handover']);

describe('for any building and any tenant', () => {
  it.each([
    ['keep', DEFAULT_POLICY],
    ['remove', REMOVE],
  ])('applying plans comes to rest, and every step was allowed (%s)', (_name, policy) => {
    fc.assert(
      fc.property(world, (given) => {
        const tenant = tenantOf(given);
        // A name that has to become free first takes one more sync for each place in the way.
        for (let sync = 0; sync < 6; sync += 1) tenant.apply(planOf(tenant, given.after, policy));
        const last = planOf(tenant, given.after, policy);
        expect(last.steps).toEqual([]);
        expect(nodesOf(last.tree).filter(({ action }) => !RESTING.has(action))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('one sync of an undisturbed tenant is enough, and the next one writes nothing', () => {
    fc.assert(
      fc.property(source, (desired) => {
        const tenant = new ModelTenant([], []);
        tenant.apply(planOf(tenant, desired));
        const again = planOf(tenant, desired);
        expect(again.steps).toEqual([]);
        expect(again.summary.skip).toBe(desired.length);
      }),
      RUNS,
    );
  });

  it('what is skipped with nothing to say is as the source wants it', () => {
    fc.assert(
      fc.property(world, (given) => {
        const tenant = tenantOf(given);
        tenant.apply(planOf(tenant, given.after));
        const wanted = new Map(given.after.map((one) => [`${one.type}:${one.key}`, one.fields]));
        for (const node of nodesOf(planOf(tenant, given.after).tree)) {
          if (node.action !== 'skip' || node.reason !== undefined) continue;
          const now = tenant.places.get(node.placeId ?? '');
          for (const [field, value] of Object.entries(wanted.get(`${node.type}:${node.key}`) ?? {}))
            expect(now?.fields[field as keyof PlaceFields] ?? null).toEqual(value);
        }
      }),
      RUNS,
    );
  });

  it('keep never removes, and what is not ours is never written (I9)', () => {
    fc.assert(
      fc.property(world, (given) => {
        const tenant = tenantOf(given);
        const plan = planOf(tenant, given.after, { ...DEFAULT_POLICY, adopt: false });
        const ours = new Set<string>(tenant.known.map(({ placeId }) => placeId));
        const count = tenant.places.size;
        tenant.apply(plan);
        expect(plan.steps.filter(({ kind }) => kind === 'remove')).toEqual([]);
        expect(tenant.places.size).toBeGreaterThanOrEqual(count);
        expect(tenant.written.filter((id) => !ours.has(id))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('removing takes only what was ours and left the source', () => {
    fc.assert(
      fc.property(world, (given) => {
        const tenant = tenantOf(given);
        const wanted = new Set(given.after.map(({ type, key }) => `${type}:${key}`));
        for (const step of planOf(tenant, given.after, REMOVE).steps)
          if (step.kind === 'remove') {
            expect(wanted).not.toContain(`${step.type}:${step.key}`);
            expect(tenant.known.map(({ placeId }) => placeId)).toContain(step.placeId);
          }
      }),
      RUNS,
    );
  });

  it('a partial read has no step, creates and removes nothing', () => {
    fc.assert(
      fc.property(world, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (given, seen) => {
        const input = inputOf(tenantOf(given), given.after, REMOVE);
        const below = input.live.below.filter((_place, at) => seen[at % seen.length]);
        const plan = makePlan({ ...input, live: { ...input.live, below, complete: false } });
        expect(plan).toMatchObject({ complete: false, applyable: false, steps: [] });
        expect(plan.summary).toMatchObject({ create: 0, remove: 0, forget: 0 });
      }),
      RUNS,
    );
  });

  it('the order of ledger and read does not matter; that of the source changes no step', () => {
    fc.assert(
      fc.property(world, fc.integer(), (given, seed) => {
        const input = inputOf(tenantOf(given), given.after, REMOVE);
        const shuffled = <T>(rows: readonly T[]): T[] =>
          rows
            .map((row, at) => ({ row, rank: Math.sin(seed + at * 7919) }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ row }) => row);
        const { live: read } = input;
        const mixed = {
          ...input,
          known: shuffled(input.known),
          live: { ...read, below: shuffled(read.below), buildings: shuffled(read.buildings) },
        };
        const plan = makePlan(input);
        expect(JSON.stringify(makePlan(mixed))).toBe(JSON.stringify(plan));
        const ids = (one: Plan): string[] => one.steps.map(({ id }) => id).sort();
        expect(ids(makePlan({ ...mixed, desired: shuffled(input.desired) }))).toEqual(ids(plan));
      }),
      RUNS,
    );
  });

  it('a guard is tripped above its limit and never else; places are counted once', () => {
    fc.assert(
      fc.property(world, (given) => {
        const input = inputOf(tenantOf(given), given.after, REMOVE);
        const plan = makePlan(input);
        for (const { tripped, count, limit } of plan.guards) expect(tripped).toBe(count > limit);
        const nodes = nodesOf(plan.tree).length;
        expect(Object.values(plan.summary).reduce((sum, one) => sum + one, 0)).toBe(nodes);
        expect(new Set(plan.steps.map(({ id }) => id)).size).toBe(plan.steps.length);
      }),
      RUNS,
    );
  });

  it('no two desired places ever are the same live one (I1)', () => {
    fc.assert(
      fc.property(world, (given) => {
        const tenant = tenantOf(given);
        const plan = planOf(tenant, given.after);
        const rows: KnownPlace[] = given.after.map((one) => known(one));
        const ids = nodesOf(plan.tree)
          .filter(
            ({ key, type, action }) =>
              action !== 'forget' && rows.some((row) => row.key === key && row.type === type),
          )
          .flatMap(({ placeId }) => placeId ?? []);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      RUNS,
    );
  });
});
