/** Random histories of edits on both sides, faults and crashes; when it is quiet, everything has come together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WriteFault } from '../../src/adapters/memory/memory-directory.ts';
import { AppError } from '../../src/core/model/app-error.ts';
import type { Building, Space } from '../../src/core/model/building.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import { resumeRun, resumeUnfinished } from '../../src/engine/resume-run.ts';
import { aBuilding, changed } from '../builders/building.ts';
import { Crashed, Process, type When } from '../builders/crashing.ts';
import { expectNoDuplicates, expectOneToOne } from '../builders/invariants.ts';
import { admin, GRACE_MS, tenant, World } from '../builders/world.ts';

type FaultKind = WriteFault['kind'] | 'none';
type Event =
  | { kind: 'source'; edit: 'rename' | 'capacity' | 'bookable' | 'drop' | 'add'; at: number }
  | { kind: 'byHand'; edit: 'remove' | 'rename' | 'capacity'; at: number }
  | { kind: 'sync'; faults: readonly FaultKind[]; lagMs: number; crashAt: number; when: When }
  | { kind: 'wait'; ms: number };

const faultOf: Record<FaultKind, WriteFault | undefined> = {
  none: undefined,
  refuse: { kind: 'refuse', status: 400, code: 'BadRequest', message: 'No.' },
  unclearApplied: { kind: 'unclearApplied' },
  unclearNotApplied: { kind: 'unclearNotApplied' },
  waiting: { kind: 'waiting', retryAfterMs: 3000 },
  signIn: { kind: 'signIn' },
};

const faults = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<FaultKind>('none') },
    {
      weight: 3,
      arbitrary: fc.constantFrom<FaultKind>(
        'refuse',
        'unclearApplied',
        'unclearNotApplied',
        'waiting',
        'signIn',
      ),
    },
  ),
  { maxLength: 25 },
);
const anEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant('source' as const),
    edit: fc.constantFrom(
      'rename' as const,
      'capacity' as const,
      'bookable' as const,
      'drop' as const,
      'add' as const,
    ),
    at: fc.nat(50),
  }),
  fc.record({
    kind: fc.constant('byHand' as const),
    edit: fc.constantFrom('remove' as const, 'rename' as const, 'capacity' as const),
    at: fc.nat(50),
  }),
  fc.record({
    kind: fc.constant('sync' as const),
    faults,
    lagMs: fc.constantFrom(0, 0, 30_000, GRACE_MS - 1000),
    crashAt: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 60 })),
    when: fc.constantFrom<When>('before', 'after', 'halfWay'),
  }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1000, 60_000, GRACE_MS) }),
);

/** One world and everything that a history needs to remember. */
class History {
  readonly world = new World();
  building: Building = aBuilding({ floors: 2, rooms: 1, desks: 4 });
  id = '' as BuildingId;
  readonly named = new Set<string>();
  #fresh = 0;

  async begin(): Promise<void> {
    this.world.directory.record.refusesDuplicates = false;
    this.id = await this.world.import(this.building);
  }

  async happen(event: Event): Promise<void> {
    switch (event.kind) {
      case 'source':
        this.building = this.#edited(event.edit, event.at);
        await this.world.import(this.building);
        return;
      case 'byHand':
        return this.#byHand(event.edit, event.at);
      case 'wait':
        return this.world.clock.advance(event.ms);
      case 'sync':
        return this.#sync(event);
    }
  }

  /** Nothing goes wrong any more: at the latest the third sync finds nothing to do. */
  async comeToRest(): Promise<void> {
    this.world.directory.lagMs = 0;
    this.world.directory.fault = () => undefined;
    for (let round = 0; round < 3; round += 1) {
      this.world.clock.advance(2 * GRACE_MS);
      await this.#startAndWork(this.world.deps);
      await this.#goOn();
    }
    this.world.clock.advance(2 * GRACE_MS);
    expect((await this.world.plan(this.id)).steps).toEqual([]);
  }

  async check(): Promise<void> {
    expectNoDuplicates(this.world);
    await expectOneToOne(this.world, this.id);
    const known = new Set(
      (await this.world.stores.known.load(tenant, this.id)).map((place) => place.placeId),
    );
    for (const run of (await this.world.stores.runs.list(tenant, this.id, {})).items) {
      for (const failure of (await this.world.report(run.id)).failures) this.named.add(failure.name);
    }
    const lost = this.world.directory.record.all.filter((place) => !known.has(place.placeId));
    expect(
      lost.map((place) => place.fields.displayName ?? '').filter((name) => !this.named.has(name)),
    ).toEqual([]);
  }

  #edited(edit: string, at: number): Building {
    const spaces = this.building.floors.flatMap((floor) => floor.spaces);
    const chosen = spaces[at % Math.max(spaces.length, 1)]?.key;
    this.#fresh += 1;
    if (edit === 'add') return this.#withDesk(`new-${this.#fresh}`);
    return changed(this.building, (space) => {
      if (space.key !== chosen) return space;
      if (edit === 'drop') return null;
      if (edit === 'rename') return { ...space, name: `${space.kind} ${this.#fresh}` };
      if (edit === 'bookable') return { ...space, bookable: space.bookable !== true };
      return { ...space, capacity: this.#fresh };
    });
  }

  #withDesk(key: string): Building {
    const desk: Space = {
      key,
      kind: 'desk',
      name: `Desk ${key}`,
      features: [],
      allocations: [],
      bookable: true,
    };
    const [first, ...others] = this.building.floors;
    if (first === undefined) return this.building;
    return { ...this.building, floors: [{ ...first, spaces: [...first.spaces, desk] }, ...others] };
  }

  #byHand(edit: string, at: number): void {
    const { record } = this.world.directory;
    const type = edit === 'capacity' ? 'room' : 'desk';
    const places = record.all.filter((place) => place.type === type);
    const place = places[at % Math.max(places.length, 1)];
    if (place === undefined) return;
    this.#fresh += 1;
    const { id } = place;
    if (edit === 'remove') record.remove({ kind: 'remove', ref: '', type, id });
    else {
      const fields =
        edit === 'rename' ? { displayName: `By hand ${this.#fresh}` } : { capacity: this.#fresh };
      record.update({ kind: 'update', ref: '', type, id, fields });
    }
  }

  async #sync(event: Extract<Event, { kind: 'sync' }>): Promise<void> {
    const { directory } = this.world;
    directory.lagMs = event.lagMs;
    let nth = 0;
    directory.fault = () => faultOf[event.faults[nth++] ?? 'none'];
    const process = new Process(this.world.deps, event.crashAt, event.when);
    await this.#startAndWork(process.deps);
    directory.fault = () => undefined;
    await this.#goOn();
  }

  /** A person presses the button, reads every guard and releases it; a refusal is shown to them, not to us. */
  async #startAndWork(deps: World['deps']): Promise<void> {
    try {
      const plan = await this.world.plan(this.id);
      const release = plan.guards.map((guard) => guard.code);
      await this.world.start(plan.id, admin, release);
      await this.world.work(deps);
    } catch (error) {
      if (!(error instanceof Crashed || error instanceof AppError)) throw error;
    }
  }

  /** The next start of the product, and a person who signs in and resumes. */
  async #goOn(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await resumeUnfinished(this.world.deps);
      await this.world.work();
      const last = await this.world.stores.runs.latest(tenant, this.id);
      if (last?.state !== 'paused') return;
      await resumeRun(this.world.deps, { tenant, runId: last.id, by: admin });
    }
  }
}

describe('any history (T06)', () => {
  it('never makes a double, never loses a place, and comes to rest', async () => {
    const history = fc.array(anEvent, { minLength: 1, maxLength: 8 });
    const property = fc.asyncProperty(history, async (events) => {
      const one = new History();
      await one.begin();
      for (const event of events) {
        await one.happen(event);
        await one.check();
      }
      await one.comeToRest();
      await one.check();
    });
    await fc.assert(property, { numRuns: 150 });
  });
});
