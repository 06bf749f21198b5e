import { describe, expect, it } from 'vitest';
import type { DesiredPlace, KnownPlace, LivePlace, PlaceFields } from '../model/place.ts';
import { DEFAULT_POLICY, makePlan } from './make-plan.ts';
import type { PlanInput } from './make-plan.ts';
import type { Guard, Plan } from './plan.ts';
import { BUILDING, FLOOR, SECTION, known, live, liveBuilding, place, planInput } from './testing/places.ts';

const TOP = [BUILDING, FLOOR, SECTION];
const RESERVABLE: PlaceFields = { mode: { kind: 'reservable' } };
const ASSIGNED: PlaceFields = { mode: { kind: 'assigned', email: 'ada@contoso.example' } };
const UNAVAILABLE: PlaceFields = { mode: { kind: 'unavailable' } };

const desks = (count: number, set: PlaceFields = RESERVABLE, prefix = 'd'): DesiredPlace[] =>
  Array.from({ length: count }, (_none, at) => place('desk', `${prefix}${at}`, SECTION, { set }));

/** What the source wants against what was written before and is live still. */
function planFor(
  desired: readonly DesiredPlace[],
  before: readonly DesiredPlace[],
  more: Partial<PlanInput> = {},
): Plan {
  return makePlan(
    planInput({
      desired,
      known: before.map((one) => known(one)),
      live: liveBuilding(before.map((one) => live(one))),
      ...more,
    }),
  );
}

function guard(plan: Plan, code: string): Guard {
  const found = plan.guards.find((one) => one.code === code);
  if (!found) throw new Error(`no guard ${code}`);
  return found;
}

const tripped = (plan: Plan): string[] => plan.guards.filter((one) => one.tripped).map(({ code }) => code);

describe('guards', () => {
  it('are all listed in every plan, none tripped when nothing is the matter', () => {
    const places = [...TOP, ...desks(20)];
    const plan = planFor(places, places);
    expect(plan.guards.map(({ code }) => code)).toEqual([
      'partial-read',
      'directory-empty',
      'no-usable-floor',
      'empty-source',
      'shrunken-source',
      'ids-changed',
      'too-many-downgrades',
      'too-many-cleared-assignments',
      'too-many-renames',
      'too-many-moves',
      'too-many-removals',
    ]);
    expect(tripped(plan)).toEqual([]);
  });

  /** Each row: what may still pass, and one more that may not. */
  const before = [...TOP, ...desks(37)]; // 40 known
  const changed = (count: number, change: (desk: DesiredPlace) => DesiredPlace): DesiredPlace[] => [
    ...TOP,
    ...desks(37).map((desk, at) => (at < count ? change(desk) : desk)),
  ];
  const downgrade = (desk: DesiredPlace): DesiredPlace => ({
    ...desk,
    fields: { ...desk.fields, ...UNAVAILABLE },
  });
  const rename = (desk: DesiredPlace): DesiredPlace => {
    const name = `renamed ${desk.key}`;
    return { ...desk, name, fields: { ...desk.fields, displayName: name } };
  };
  const other = place('section', 's2', FLOOR);
  const move = (desk: DesiredPlace): DesiredPlace => ({ ...desk, parent: { type: 'section', key: 's2' } });

  it.each([
    ['shrunken-source', 4, (count: number) => planFor([...TOP, ...desks(37).slice(count)], before)],
    ['too-many-downgrades', 7, (count: number) => planFor(changed(count, downgrade), before)],
    ['too-many-renames', 8, (count: number) => planFor(changed(count, rename), before)],
    ['too-many-moves', 2, (count: number) => planFor([...changed(count, move), other], [...before, other])],
    [
      'too-many-removals',
      4,
      (count: number) =>
        planFor([...TOP, ...desks(37).slice(count)], before, {
          policy: { ...DEFAULT_POLICY, orphans: 'remove' },
        }),
    ],
  ] as const)('%s passes at %i and trips at one more', (code, limit, planOf) => {
    expect(guard(planOf(limit), code)).toMatchObject({ count: limit, limit, tripped: false });
    expect(guard(planOf(limit + 1), code)).toMatchObject({
      count: limit + 1,
      limit,
      tripped: true,
      releasable: true,
    });
    expect(planOf(limit + 1).applyable).toBe(true);
  });

  it('too-many-cleared-assignments counts desks that lose their person', () => {
    const assigned = [...TOP, ...desks(10, ASSIGNED)];
    const clear = (count: number): Plan =>
      planFor(
        assigned.map((one, at) =>
          at >= TOP.length && at < TOP.length + count
            ? { ...one, fields: { ...one.fields, ...RESERVABLE } }
            : one,
        ),
        assigned,
      );
    expect(guard(clear(2), 'too-many-cleared-assignments')).toMatchObject({ tripped: false, limit: 2 });
    expect(tripped(clear(3))).toEqual(['too-many-cleared-assignments']);
  });

  it('downgrades count for desks that are taken over, too', () => {
    const wanted = desks(12).map(downgrade);
    const plan = makePlan(
      planInput({
        desired: [...TOP, ...wanted],
        known: TOP.map((one) => known(one)),
        live: liveBuilding([...TOP, ...desks(12)].map((one) => live(one))),
      }),
    );
    expect(plan.summary.adopt).toBe(12);
    expect(tripped(plan)).toEqual(['too-many-downgrades']);
  });

  it('a share says nothing below ten known places', () => {
    const small = [...TOP, ...desks(6)];
    expect(tripped(planFor([...TOP, ...desks(2)], small))).toEqual([]);
  });

  it('more than 25 gone trips in a building of any size', () => {
    const large = [...TOP, ...desks(997)];
    expect(guard(planFor([...TOP, ...desks(997).slice(25)], large), 'shrunken-source').tripped).toBe(false);
    expect(guard(planFor([...TOP, ...desks(997).slice(26)], large), 'shrunken-source').tripped).toBe(true);
  });

  it('any whole floor trips, and is named', () => {
    const second = place('floor', 'f2', BUILDING);
    const plan = planFor(TOP, [...TOP, second]);
    expect(guard(plan, 'shrunken-source')).toMatchObject({ tripped: true, limit: 0, count: 1 });
    expect(guard(plan, 'shrunken-source').message).toContain('"floor f2"');
  });

  it('what an earlier release accepted does not trip again', () => {
    const rows = [...TOP, ...desks(37)].map((one): KnownPlace =>
      known(one, one.type === 'desk' ? { leftSource: true } : {}),
    );
    const plan = planFor(TOP, before, { known: rows });
    expect(plan.summary.keep).toBe(37);
    expect(tripped(plan)).toEqual([]);
  });

  it('an empty source is held, whatever its size', () => {
    const plan = planFor([BUILDING], TOP);
    expect(tripped(plan)).toEqual(['empty-source', 'shrunken-source']);
  });

  it('an incomplete source shrinks by intent', () => {
    const plan = planFor([...TOP, ...desks(2)], before, { sourceComplete: false });
    expect(tripped(plan)).toEqual([]);
  });

  it('F33: new ids for the same places are recognised, held, and never created twice', () => {
    const again = desks(37, RESERVABLE, 'new').map((desk, at) => {
      const name = `desk d${at}`;
      return { ...desk, name, fields: { ...desk.fields, displayName: name } };
    });
    const plan = planFor([...TOP, ...again], before);
    expect(tripped(plan)).toEqual(['ids-changed']);
    expect(plan.summary).toMatchObject({ create: 0, adopt: 37, forget: 37 });
  });

  it('F33 holds for new floor and section ids as well', () => {
    const floor = place('floor', 'F', BUILDING, { name: 'floor f' });
    const section = place('section', 'S', floor, { name: 'section s' });
    const again = desks(37).map((desk) => ({
      ...desk,
      key: `n${desk.key}`,
      parent: { type: 'section' as const, key: 'S' },
    }));
    const plan = planFor([BUILDING, floor, section, ...again], before);
    expect(plan.summary.create).toBe(0);
    expect(tripped(plan)).toEqual(['ids-changed']);
  });

  it('a partial read cannot be released', () => {
    const read = liveBuilding(
      before.map((one) => live(one)),
      { complete: false, failures: ['Reading rooms failed (request-id 7)'] },
    );
    const plan = planFor(before, before, { live: read });
    expect(guard(plan, 'partial-read')).toMatchObject({ tripped: true, releasable: false, count: 1 });
    expect(guard(plan, 'partial-read').message).toContain('request-id 7');
    expect(plan.applyable).toBe(false);
  });

  it('no building in the tenant: held when we know places, a warning when we know none', () => {
    const nothing = liveBuilding([] as LivePlace[]);
    expect(tripped(planFor(before, before, { live: nothing }))).toEqual(['directory-empty']);
    const first = makePlan(planInput({ desired: before, live: nothing }));
    expect(tripped(first)).toEqual([]);
    expect(first.findings).toMatchObject([{ code: 'directory-empty', severity: 'warning' }]);
    expect(first.tree.handovers).toMatchObject([
      { command: "Set-PlacesSettings -EnableBuildings 'Default:true'" },
    ]);
  });

  it('S11: a building without a usable floor is refused clearly', () => {
    const skip = { code: 'floor-without-plan', reason: 'The floor has no plan.' };
    const plan = makePlan(planInput({ desired: [BUILDING, { ...FLOOR, skip }] }));
    expect(tripped(plan)).toEqual(['no-usable-floor']);
    expect(plan.applyable).toBe(false);
  });
});
