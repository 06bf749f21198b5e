import { describe, expect, it } from 'vitest';
import type { DesiredPlace, KnownPlace, LivePlace } from '../model/place.ts';
import { DEFAULT_POLICY, makePlan } from './make-plan.ts';
import type { PlanInput } from './make-plan.ts';
import type { Plan, PlanNode, Policy } from './plan.ts';
import {
  BUILDING,
  FLOOR,
  SECTION,
  idOf,
  known,
  live,
  liveBuilding,
  nodesOf,
  place,
  planInput,
} from './testing/places.ts';

const TOP = [BUILDING, FLOOR, SECTION];
const REMOVE: Policy = { ...DEFAULT_POLICY, orphans: 'remove' };

interface Case {
  readonly desired?: readonly DesiredPlace[];
  readonly known?: readonly KnownPlace[];
  readonly live?: readonly LivePlace[];
  readonly more?: Partial<PlanInput>;
}

/** The building, floor and section are in sync; the case adds to them. */
const planWith = (add: Case): Plan =>
  makePlan(
    planInput({
      desired: [...TOP, ...(add.desired ?? [])],
      known: [...TOP.map((one) => known(one)), ...(add.known ?? [])],
      live: liveBuilding([...TOP.map((one) => live(one)), ...(add.live ?? [])]),
      ...add.more,
    }),
  );

const nodeFor = (plan: Plan, key: string): PlanNode => {
  const found = nodesOf(plan.tree).find((node) => node.key === key);
  if (!found) throw new Error(`no node ${key}`);
  return found;
};

const desk = (wish: Parameters<typeof place>[3] = {}): DesiredPlace => place('desk', 'd', SECTION, wish);
const room = (wish: Parameters<typeof place>[3] = {}): DesiredPlace => place('room', 'r', FLOOR, wish);

describe('decision table', () => {
  it('desired, known, live and equal: skip without a step', () => {
    const plan = planWith({ desired: [desk()], known: [known(desk())], live: [live(desk())] });
    expect(nodeFor(plan, 'd')).toMatchObject({ action: 'skip', placeId: idOf(desk()), changes: [] });
    expect(plan.steps).toEqual([]);
    expect(plan.summary).toMatchObject({ skip: 4, create: 0 });
  });

  it('desired, known, live and a managed field differs: update with exactly that field', () => {
    const wanted = room({ set: { capacity: 12, phone: '1' } });
    const now = live(wanted, { fields: { ...wanted.fields, capacity: 8, isWheelChairAccessible: true } });
    const plan = planWith({ desired: [wanted], known: [known(wanted)], live: [now] });
    expect(nodeFor(plan, 'r')).toMatchObject({
      action: 'update',
      changes: [{ field: 'capacity', before: 8, after: 12 }],
      reason: 'Changed in Microsoft Places since the last sync.',
    });
    expect(plan.steps).toMatchObject([
      {
        id: 'update:room:r',
        kind: 'update',
        fields: { capacity: 12 },
        setsParent: false,
        placeId: 'room-r-id',
        graphId: 'room-r-id-mailbox',
      },
    ]);
    expect(plan.steps[0]?.fields).not.toHaveProperty('phone');
  });

  it('null in the source clears, a missing field is left as it is', () => {
    const wanted = room({ set: { phone: null } });
    const now = live(wanted, { fields: { displayName: wanted.name, phone: '7', capacity: 4 } });
    const plan = planWith({ desired: [wanted], known: [known(wanted)], live: [now] });
    expect(plan.steps[0]?.fields).toEqual({ phone: null });
  });

  it('desired, known, live under another parent: move, one write with the other fields', () => {
    const wanted = desk({ set: { mode: { kind: 'reservable' } } });
    const other = place('section', 's2', FLOOR);
    const now = live(wanted, { parentId: idOf(other), fields: { displayName: wanted.name } });
    const plan = planWith({
      desired: [wanted, other],
      known: [known(wanted), known(other)],
      live: [now, live(other)],
    });
    expect(nodeFor(plan, 'd')).toMatchObject({
      action: 'move',
      changes: [
        { field: 'parent', before: 'section s2', after: 'section s' },
        { field: 'mode', before: null, after: { kind: 'reservable' } },
      ],
      reason: 'Moved in Microsoft Places since the last sync.',
    });
    expect(plan.steps).toMatchObject([
      { kind: 'move', setsParent: true, parentId: idOf(SECTION), fields: { mode: { kind: 'reservable' } } },
    ]);
  });

  it('a rename is a step of its own, last, with the command for when Graph refuses', () => {
    const wanted = room({ name: "Ada's room", set: { capacity: 3 } });
    const now = live(wanted, { mailbox: 'r@contoso.example', fields: { displayName: 'Old', capacity: 2 } });
    const plan = planWith({ desired: [wanted], known: [known(wanted)], live: [now] });
    expect(plan.steps.map(({ kind, wave, action, fields }) => ({ kind, wave, action, fields }))).toEqual([
      { kind: 'update', wave: 3, action: 'update', fields: { capacity: 3 } },
      { kind: 'rename', wave: 4, action: 'update', fields: { displayName: "Ada's room" } },
    ]);
    expect(nodeFor(plan, 'r').handovers?.[0]?.command).toBe(
      "Set-PlaceV3 -Identity 'r@contoso.example' -DisplayName 'Ada''s room'",
    );
  });

  it('only the name differs: rename', () => {
    const now = live(desk(), { fields: { displayName: 'Old' } });
    const plan = planWith({ desired: [desk()], known: [known(desk())], live: [now] });
    expect(nodeFor(plan, 'd').action).toBe('rename');
    expect(plan.steps.map(({ id }) => id)).toEqual(['rename:desk:d']);
  });

  it('desired, known, gone: create with the reason', () => {
    const plan = planWith({ desired: [desk()], known: [known(desk())] });
    expect(nodeFor(plan, 'd')).toMatchObject({
      action: 'create',
      reason: 'It is gone from Microsoft Places.',
    });
    expect(plan.steps).toMatchObject([{ kind: 'create', parentId: idOf(SECTION), setsParent: true }]);
  });

  it('desired and one live name match under the same parent: adopt, a ledger write alone when equal', () => {
    const now = live(desk(), { fields: { displayName: ' DESK  d ' } });
    const plan = planWith({ desired: [{ ...desk(), fields: {} }], live: [now] });
    expect(nodeFor(plan, 'd').action).toBe('adopt');
    expect(plan.steps).toMatchObject([
      { kind: 'adopt', fields: {}, setsParent: false, placeId: idOf(desk()) },
    ]);
    expect(plan.unmanaged).toBe(0);
  });

  it('several name matches: left alone with a question, never created', () => {
    const twin = { ...live(desk()), id: 'x', placeId: 'x' as LivePlace['placeId'] };
    const plan = planWith({ desired: [desk()], live: [live(desk()), twin] });
    expect(nodeFor(plan, 'd')).toMatchObject({
      action: 'skip',
      findings: [{ code: 'ambiguous-match', severity: 'error' }],
    });
    expect(plan.steps).toEqual([]);
    expect(plan.unmanaged).toBe(2);
  });

  it('a name match that may not be adopted is asked about, because Microsoft would refuse a second one', () => {
    const plan = planWith({
      desired: [desk()],
      live: [live(desk())],
      more: { policy: { ...DEFAULT_POLICY, adopt: false } },
    });
    expect(nodeFor(plan, 'd')).toMatchObject({ action: 'skip', findings: [{ code: 'exists-already' }] });
  });

  it('a hint is used when it checks out, and only then', () => {
    const there = live(desk({ name: 'Other' }));
    const hinted = desk({ placeIdHint: there.placeId });
    expect(nodeFor(planWith({ desired: [hinted], live: [there] }), 'd').action).toBe('adopt');
    const asSection: LivePlace = { ...there, type: 'section' };
    expect(nodeFor(planWith({ desired: [hinted], live: [asSection] }), 'd').action).toBe('create');
    const takenHint = desk({ placeIdHint: idOf(SECTION) });
    expect(nodeFor(planWith({ desired: [takenHint] }), 'd').action).toBe('create');
  });

  it('new: create with every managed field and the values only a create needs', () => {
    const wanted = desk({ createOnly: { mode: { kind: 'unavailable' } } });
    const plan = planWith({ desired: [wanted] });
    expect(plan.steps[0]).toMatchObject({
      kind: 'create',
      fields: { displayName: 'desk d', mode: { kind: 'unavailable' } },
      ledgerFields: { displayName: 'desk d' },
    });
    expect(plan.steps[0]?.ledgerFields).not.toHaveProperty('mode');
  });

  it('left the source: kept by default, forgotten when gone on both sides', () => {
    const plan = planWith({
      known: [known(desk()), known(place('desk', 'gone', SECTION))],
      live: [live(desk())],
    });
    expect(nodeFor(plan, 'd').action).toBe('keep');
    expect(nodeFor(plan, 'gone').action).toBe('forget');
    expect(plan.steps.map(({ id }) => id)).toEqual(['forget:desk:gone']);
  });

  it('left the source and removal is allowed: leaf first', () => {
    const s2 = place('section', 's2', FLOOR);
    const d2 = place('desk', 'd2', s2);
    const plan = planWith({
      known: [known(s2), known(d2)],
      live: [live(s2), live(d2, { mailbox: 'd2@contoso.example' })],
      more: { policy: REMOVE },
    });
    expect(plan.steps.map(({ id }) => id)).toEqual(['remove:desk:d2', 'remove:section:s2']);
    expect(nodeFor(plan, 'd2').findings).toMatchObject([{ code: 'mailbox-goes-too' }]);
  });

  it('a parent that still has something in it is kept', () => {
    const s2 = place('section', 's2', FLOOR);
    const foreign = live(place('desk', 'theirs', s2));
    const plan = planWith({ known: [known(s2)], live: [live(s2), foreign], more: { policy: REMOVE } });
    expect(nodeFor(plan, 's2')).toMatchObject({ action: 'keep' });
    expect(plan).toMatchObject({ steps: [], unmanaged: 1 });
  });

  it('a desk that moves out lets its old section go, in that order', () => {
    const s2 = place('section', 's2', FLOOR);
    const plan = planWith({
      desired: [desk()],
      known: [known(s2), known(desk(), { parent: s2 })],
      live: [live(s2), live(desk(), { parentId: idOf(s2) })],
      more: { policy: REMOVE },
    });
    expect(plan.steps.map(({ id }) => id)).toEqual(['move:desk:d', 'remove:section:s2']);
  });

  it('a room that left the source is handed over, and keeps its floor', () => {
    const plan = planWith({
      known: [known(room())],
      live: [live(room(), { mailbox: 'r@contoso.example' })],
      more: { policy: REMOVE },
    });
    expect(nodeFor(plan, 'r')).toMatchObject({
      action: 'handover',
      handovers: [{ command: "Remove-Place -Identity 'r@contoso.example'" }],
    });
    expect(plan.steps).toEqual([]);
  });

  it('not ours: counted, never in the tree', () => {
    const plan = planWith({ live: [live(desk())] });
    expect(plan.unmanaged).toBe(1);
    expect(nodesOf(plan.tree).map(({ key }) => key)).toEqual(['b', 'f', 's']);
  });

  it('F14: a place id that belongs to another kind of place now is never written to', () => {
    const plan = planWith({
      desired: [desk()],
      known: [known(desk())],
      live: [live(room(), { placeId: idOf(desk()) })],
    });
    expect(nodeFor(plan, 'd')).toMatchObject({ action: 'skip', findings: [{ code: 'identity-mismatch' }] });
    expect(plan.steps).toEqual([]);
  });
});

describe('rooms with a mailbox', () => {
  const boxed = room({ mailbox: 'r@contoso.example', set: { capacity: 4 } });
  const loose = live(boxed, {
    parentId: null,
    mailbox: 'R@contoso.example',
    fields: { displayName: 'room r' },
  });

  it('known mailbox, found anywhere: attached by parentId, never created', () => {
    const plan = planWith({ desired: [boxed], more: {} });
    expect(nodeFor(plan, 'r')).toMatchObject({ action: 'skip', findings: [{ code: 'mailbox-not-found' }] });
    const found = makePlan(
      planInput({
        desired: [...TOP, boxed],
        known: TOP.map((one) => known(one)),
        live: liveBuilding(
          TOP.map((one) => live(one)),
          { byMailbox: [loose] },
        ),
      }),
    );
    expect(found.steps).toMatchObject([
      { kind: 'adopt', setsParent: true, parentId: idOf(FLOOR), fields: { capacity: 4 } },
    ]);
    expect(found.unmanaged).toBe(0);
  });

  it('in another building: moved, with a warning', () => {
    const plan = makePlan(
      planInput({
        desired: [...TOP, boxed],
        known: TOP.map((one) => known(one)),
        live: liveBuilding(
          TOP.map((one) => live(one)),
          { byMailbox: [{ ...loose, parentId: 'floor-of-another' }] },
        ),
      }),
    );
    expect(nodeFor(plan, 'r')).toMatchObject({
      action: 'adopt',
      findings: [{ code: 'in-another-building' }],
    });
  });

  it('another building of the tenant owns it: left alone', () => {
    const plan = planWith({ desired: [boxed], live: [loose], more: { others: new Set([loose.placeId]) } });
    expect(nodeFor(plan, 'r')).toMatchObject({ action: 'skip', findings: [{ code: 'mailbox-taken' }] });
  });

  it('the id changed, the mailbox did not: found again, not created', () => {
    const row = known(room(), { placeId: 'old' as LivePlace['placeId'], mailbox: 'r@contoso.example' });
    const plan = planWith({ desired: [room()], known: [row], live: [{ ...loose, parentId: idOf(FLOOR) }] });
    expect(nodeFor(plan, 'r')).toMatchObject({ action: 'adopt', placeId: idOf(room()) });
  });

  it('the source names another mailbox than the linked one: left alone', () => {
    const plan = planWith({
      desired: [boxed],
      known: [known(boxed)],
      live: [live(boxed, { mailbox: 'other@contoso.example' })],
    });
    expect(nodeFor(plan, 'r').findings).toMatchObject([{ code: 'mailbox-differs' }]);
  });

  it('a mailbox of a workspace is no room', () => {
    const plan = planWith({ desired: [boxed], live: [{ ...loose, type: 'workspace' }] });
    expect(nodeFor(plan, 'r').findings).toMatchObject([{ code: 'mailbox-of-other-type' }]);
  });
});

describe('left alone', () => {
  it('nothing below a skipped floor is touched, whatever is known or live', () => {
    const skip = { code: 'floor-unpublished', reason: 'The floor is not published in the source.' };
    const renamed = { ...desk(), name: 'New', fields: { displayName: 'New' } };
    const plan = makePlan(
      planInput({
        desired: [BUILDING, { ...FLOOR, skip }, SECTION, renamed, place('desk', 'new', SECTION)],
        known: [...TOP, desk(), place('desk', 'old', SECTION)].map((one) => known(one)),
        live: liveBuilding([...TOP, desk(), place('desk', 'old', SECTION)].map((one) => live(one))),
        policy: REMOVE,
      }),
    );
    expect(plan.steps).toEqual([]);
    expect(plan.summary).toMatchObject({ skip: 5, keep: 1 });
  });

  it('a name that another place still has waits for the next sync', () => {
    const plan = planWith({
      desired: [desk({ name: 'B' }), place('desk', 'd2', SECTION, { name: 'A' })],
      known: [known(desk({ name: 'A' }))],
      live: [live(desk({ name: 'A' }))],
    });
    expect(nodeFor(plan, 'd').action).toBe('rename');
    expect(nodeFor(plan, 'd2')).toMatchObject({ action: 'skip', findings: [{ code: 'name-taken' }] });
  });

  it('a new source id for the same place is recognised: one place, no second one', () => {
    const again = place('desk', 'd-new', SECTION, { name: 'desk d' });
    const plan = planWith({ desired: [again], known: [known(desk())], live: [live(desk())] });
    expect(plan.steps.map(({ id }) => id)).toEqual(['forget:desk:d', 'adopt:desk:d-new']);
    expect(nodeFor(plan, 'd-new').placeId).toBe(idOf(desk()));
  });

  it('a part of the source may still name the old id elsewhere: nothing is taken over from it', () => {
    const again = place('desk', 'd-new', SECTION, { name: 'desk d' });
    const plan = planWith({
      desired: [again],
      known: [known(desk())],
      live: [live(desk())],
      more: { sourceComplete: false },
    });
    expect(nodeFor(plan, 'd-new')).toMatchObject({ action: 'skip', findings: [{ code: 'name-taken' }] });
    expect(plan.steps).toEqual([]);
  });

  it('a part of the source forbids to conclude anything from what is missing', () => {
    const plan = planWith({
      known: [known(desk()), known(place('desk', 'gone', SECTION))],
      live: [live(desk())],
      more: { sourceComplete: false, policy: REMOVE },
    });
    expect(plan.summary).toMatchObject({ keep: 2, remove: 0, forget: 0 });
    expect(plan.steps).toEqual([]);
  });
});

describe('a read that failed', () => {
  it('shows what is proven, calls the rest failedRead, and has no step', () => {
    const read = liveBuilding(
      [...TOP, desk({ name: 'Old' })].map((one) => live(one)),
      {
        complete: false,
        failures: ['Reading desks failed (request-id 1)'],
      },
    );
    const plan = makePlan(
      planInput({
        desired: [...TOP, desk(), room()],
        known: [...TOP, desk(), place('desk', 'orphan', SECTION)].map((one) => known(one)),
        live: read,
        policy: REMOVE,
      }),
    );
    expect(plan).toMatchObject({ complete: false, applyable: false, steps: [] });
    expect(nodeFor(plan, 'd').action).toBe('rename');
    expect(nodeFor(plan, 'r').action).toBe('failedRead');
    expect(nodeFor(plan, 'orphan').action).toBe('failedRead');
  });
});

describe('order and tree', () => {
  it('a first sync creates parents before children', () => {
    const plan = makePlan(planInput({ desired: [desk(), room(), SECTION, FLOOR, BUILDING] }));
    expect(plan.steps.map(({ id, wave }) => `${wave} ${id}`)).toEqual([
      '0 create:building:b',
      '1 create:floor:f',
      '2 create:section:s',
      '3 create:room:r',
      '3 create:desk:d',
    ]);
    expect(plan.steps.every(({ parentId }) => parentId === undefined)).toBe(true);
    expect(plan.tree.children[0]?.children.map(({ key }) => key)).toEqual(['s', 'r']);
  });

  it('a live building with the same name is adopted, two are asked about', () => {
    const auto = live(BUILDING, { placeId: 'auto' as LivePlace['placeId'], id: 'auto' });
    const twin = { ...auto, placeId: 'twin' as LivePlace['placeId'], id: 'twin' };
    const one = makePlan(planInput({ desired: TOP, live: liveBuilding([auto]) }));
    expect(one.tree).toMatchObject({ action: 'adopt', placeId: 'auto' });
    const two = makePlan(planInput({ desired: TOP, live: liveBuilding([auto, twin]) }));
    expect(two.tree.action).toBe('skip');
    expect(two.steps).toEqual([]);
  });

  it('the ledger names a building that the source does not: shown, not written', () => {
    const plan = makePlan(
      planInput({ known: TOP.map((one) => known(one)), live: liveBuilding(TOP.map((one) => live(one))) }),
    );
    expect(plan.summary.keep).toBe(3);
    expect(plan.steps).toEqual([]);
  });

  it('a source id that comes twice counts once and is said', () => {
    const plan = planWith({ desired: [desk(), desk({ name: 'Again' })] });
    expect(plan.findings).toMatchObject([{ code: 'duplicate-key' }]);
    expect(plan.summary.create).toBe(1);
  });
});
