/**
 * I10 as a game: two directories in one installation take turns at random, each with ids of its own and of the other
 * one, and a referee reads every answer. For `isolation.test.ts` and `npm run torture -- isolation`.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { MemoryDirectory } from '../../src/adapters/memory/memory-directory.ts';
import { routes, type Route } from '../../src/contract/index.ts';
import type { BuildingId, PlaceId, TenantId } from '../../src/core/model/place.ts';
import { applyRun } from '../../src/engine/apply-run.ts';
import type { AuditTrail } from '../../src/engine/audit-trail.ts';
import { makePlanFor } from '../../src/engine/make-plan.ts';
import { putBuilding } from '../../src/engine/put-building.ts';
import type { Caller } from '../../src/ports/token-check.ts';
import type { Stores } from '../../src/ports/stores.ts';
import { aBuilding, changed } from '../builders/building.ts';
import { appOf } from '../builders/app-of.ts';
import { World } from '../builders/world.ts';

type Side = 'a' | 'b';
type Whose = 'own' | 'others';

/** One turn: whose it is, and whose ids it names. */
export type Move =
  { readonly kind: 'import'; readonly side: Side } | { readonly kind: 'work'; readonly side: Side } | Asking;
interface Asking {
  readonly kind: 'route' | 'store';
  readonly side: Side;
  readonly whose: Whose;
  /** Which one, of all routes or all reads. */
  readonly nth: number;
}

const ROUTES: readonly Route[] = Object.values(routes);
const nthOf = (route: Route) => ROUTES.indexOf(route);
/** Those that make something; the others are drawn evenly. */
const MAKERS = [routes.createPlan, routes.startRun, routes.retryRun, routes.cancelRun].map(nthOf);
const HAS_ID = /\{(buildingId|planId|runId)\}/;

const side = fc.constantFrom<Side>('a', 'b');
const whose = fc.constantFrom<Whose>('own', 'others');
const aMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('import' as const), side }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('work' as const), side }) },
  { weight: 4, arbitrary: aCall(fc.constantFrom(...MAKERS)) },
  { weight: 6, arbitrary: aCall(fc.nat(ROUTES.length - 1)) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('store' as const), side, whose, nth: fc.nat(1000) }),
  },
);

function aCall(nth: fc.Arbitrary<number>): fc.Arbitrary<Move> {
  return fc.record({ kind: fc.constant('route' as const), side, whose, nth });
}

export const someMoves = fc.array(aMove, { minLength: 4, maxLength: 14 });

/** What belongs to one directory. */
interface Ours {
  readonly tenant: TenantId;
  /** In every name that it gives. */
  readonly canary: string;
  readonly directory: MemoryDirectory;
  edition: number;
}

interface Ids {
  readonly buildingId: BuildingId;
  readonly planId: string;
  readonly runId: string;
}

/** Everything that belongs to somebody: canaries, our ids, random ids but those of the fake Places, directories. */
const MARKS = /~[\w-]+~|\bid-\d+\b|\b(?!a0000000)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b|\btenant-\d+[ab]\b/g;

/** An installation with real HTTP in front, which many games are played on, each with two new directories. */
export class IsolationGame {
  readonly #world: World;
  readonly #directories = new Map<TenantId, Ours>();
  readonly #ownerOf = new Map<string, TenantId>();
  /** What a directory held after the last move, unless it has moved itself since. */
  readonly #asItWas = new Map<TenantId, string>();
  #acting = '' as TenantId;
  #games = 0;
  #ids = 0;
  #server: Server | undefined;

  constructor(stores?: Stores, audit?: AuditTrail) {
    this.#world = new World(stores);
    Object.assign(this.#world.deps, {
      ...(audit && { audit }),
      directory: (tenant: TenantId) => this.#directories.get(tenant)?.directory,
      newId: () => this.#claimed(`id-${(this.#ids += 1)}`),
    });
  }

  async open(): Promise<this> {
    const app = appOf(this.#world, callerOf);
    this.#server = app.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    const closed = this.#server && once(this.#server, 'close');
    this.#server?.close();
    await closed;
  }

  /** Plays one game. @returns what the referee whistled at; nothing is wanted */
  async play(moves: readonly Move[]): Promise<string[]> {
    const game = (this.#games += 1);
    const sides = { a: await this.#enter(`${game}a`), b: await this.#enter(`${game}b`) };
    const faults: string[] = [];
    for (const [at, move] of moves.entries()) {
      const [mine, theirs] = move.side === 'a' ? [sides.a, sides.b] : [sides.b, sides.a];
      const found = await this.#move(move, mine, theirs);
      faults.push(...found.map((fault) => `move ${at} ${JSON.stringify(move)}: ${fault}`));
    }
    return faults;
  }

  /** A new directory with a building and a plan. */
  async #enter(name: string): Promise<Ours> {
    const { clock, tokens, deps } = this.#world;
    const tenant = `tenant-${name}` as TenantId;
    const ours = { tenant, canary: `~${name}~`, directory: new MemoryDirectory(clock), edition: 0 };
    this.#directories.set(tenant, ours);
    for (const mark of [tenant, ours.canary]) this.#ownerOf.set(mark, tenant);
    const connectedAt = '2030-01-01T08:00:00Z';
    tokens.accounts.set(tenant, { tenantId: tenant, userId: 'admin', name: ours.canary, connectedAt });
    const buildingId = await this.#import(ours);
    this.#acting = tenant;
    await makePlanFor(deps, { tenant, buildingId, by: ours.canary, byId: 'same-user' });
    await deps.stores.settings.save(tenant, 'same-key', { secret: ours.canary });
    await deps.stores.tokens.save(tenant, ours.canary, Buffer.from(ours.canary), clock.now());
    await deps.stores.chat.saveReference(tenant, 'same-key', Buffer.from(ours.canary), clock.now());
    return ours;
  }

  async #import(ours: Ours): Promise<BuildingId> {
    this.#acting = ours.tenant;
    const name = `House ${ours.canary} ${(ours.edition += 1)}`;
    const building = changed(aBuilding({ desks: 1 }, { name }), (space) => ({
      ...space,
      name: `${space.name} ${ours.canary} ${ours.edition}`,
    }));
    const document = { buildings: [building], findings: [] };
    const { tenant } = ours;
    const asked = { tenant, source: 'files', sourceKey: building.key, document };
    return (await putBuilding(this.#world.deps, asked)).buildingId;
  }

  async #move(move: Move, mine: Ours, theirs: Ours): Promise<string[]> {
    this.#acting = mine.tenant;
    if (move.kind === 'work') return this.#work();
    if (move.kind === 'import') {
      this.#asItWas.delete(mine.tenant);
      await this.#import(mine);
      return [];
    }
    return this.#ask(move, mine, theirs);
  }

  async #ask(move: Asking, mine: Ours, theirs: Ours): Promise<string[]> {
    const ids = await this.#idsOf(move.whose === 'own' ? mine : theirs);
    const before = this.#asItWas.get(theirs.tenant) ?? (await this.#all(theirs));
    this.#asItWas.delete(mine.tenant);
    const faults =
      move.kind === 'store'
        ? this.#referee(mine, ids, JSON.stringify(await this.#store(move.nth, mine.tenant, ids)))
        : await this.#route(ROUTES[move.nth] ?? routes.me, mine, ids, move.whose);
    const after = await this.#all(theirs);
    this.#asItWas.set(theirs.tenant, after);
    return after === before ? faults : [...faults, 'something of the other one has changed'];
  }

  async #work(): Promise<string[]> {
    this.#asItWas.clear();
    await this.#world.queue.drain((payload) => {
      this.#acting = payload.tenantId as TenantId;
      return applyRun(this.#world.deps, payload, new AbortController().signal);
    });
    return [];
  }

  /** Foreign ids have to be answered like ids that nobody has. */
  async #route(route: Route, mine: Ours, ids: Ids, whoseIds: Whose): Promise<string[]> {
    // Its stream stays open while a run is on its way.
    if (route === routes.runEvents && whoseIds === 'own') return [];
    const answer = await this.#call(route, mine, ids);
    const faults = this.#referee(mine, ids, answer.text);
    if (whoseIds === 'own' || !HAS_ID.test(route.path)) return faults;
    const nobodys = { buildingId: 'nobodys', planId: 'nobodys', runId: 'nobodys' } as unknown as Ids;
    const unknown = await this.#call(route, mine, nobodys);
    const told = (one: typeof answer, of: Ids) =>
      Object.values(of).reduce((text, id) => text.replaceAll(String(id), 'ID'), `${one.status} ${one.text}`);
    if (answer.status < 400) faults.push(`answered ${answer.status} to an id of the other one`);
    if (told(answer, ids) !== told(unknown, nobodys))
      faults.push(`tells foreign from unknown: ${answer.text}`);
    return faults;
  }

  async #call(route: Route, { tenant }: Ours, ids: Ids): Promise<{ status: number; text: string }> {
    const values: Record<string, string> = { ...ids, source: 'files', sourceKey: 'hq', userId: 'same-user' };
    const path = route.path.replace(/\{(\w+)\}/g, (_all, part: string) => values[part] ?? 'unknown');
    const { port } = this.#server?.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: route.method.toUpperCase(),
      // The same key and the same person in both directories.
      headers: { Authorization: `Bearer ${tenant}`, 'Idempotency-Key': path },
    });
    const text = (await response.text()).replace(/"traceId":"[^"]+"/, '');
    return { status: response.status, text };
  }

  async #store(nth: number, tenant: TenantId, ids: Ids): Promise<unknown> {
    const { buildings, known, plans, runs, reports, answers, settings, tokens, chat } = this.#world.stores;
    const { log, people } = this.#world.deps.audit;
    const { buildingId, planId, runId } = ids;
    const reads: (() => Promise<unknown>)[] = [
      () => buildings.load(tenant, buildingId),
      () => buildings.list(tenant, {}),
      () => buildings.snapshot(tenant, buildingId),
      () => buildings.idOf(tenant, 'files', 'hq'),
      () => known.load(tenant, buildingId),
      () => known.page(tenant, buildingId, { limit: 2 }),
      () => known.ofOthers(tenant, 'nobodys' as BuildingId, ['place-1', 'place-2'] as PlaceId[]),
      () => plans.load(tenant, planId),
      () => plans.latest(tenant, buildingId),
      () => runs.load(tenant, runId),
      () => runs.list(tenant, null, {}),
      () => runs.list(tenant, buildingId, {}),
      () => runs.latest(tenant, buildingId),
      () => runs.journal(tenant, runId),
      () => runs.events(tenant, runId, 0),
      () => runs.requestCancel(tenant, runId, this.#world.clock.now()).catch(String),
      () => runs.claim(tenant, runId).catch(String),
      () => reports.load(tenant, runId),
      () => answers.claim(tenant, 'same-user', 'same-key', 'hash', this.#world.clock.now()),
      () => settings.load(tenant, 'same-key'),
      async () => Buffer.from((await tokens.load(tenant))?.sealed ?? []).toString(),
      async () => (await chat.references(tenant)).map(({ sealed }) => Buffer.from(sealed).toString()),
      () => chat.removeReference(tenant, 'same-key'),
      () => log.page(tenant, 0, 1000),
      () => log.head(tenant),
      () => people.erase(tenant, 'same-user'),
    ];
    return reads[nth % reads.length]?.();
  }

  async #idsOf({ tenant }: Ours): Promise<Ids> {
    const { buildings, plans, runs } = this.#world.stores;
    const [building] = (await buildings.list(tenant, {})).items;
    const buildingId = building?.id ?? ('none' as BuildingId);
    const planId = (await plans.latest(tenant, buildingId))?.id ?? 'none';
    return { buildingId, planId, runId: (await runs.latest(tenant, buildingId))?.id ?? 'none' };
  }

  /** Everything of one directory that a move of the other could have touched. */
  async #all(ours: Ours): Promise<string> {
    const { buildings, known, plans, runs, settings, tokens, chat } = this.#world.stores;
    const { tenant } = ours;
    const { buildingId, planId, runId } = await this.#idsOf(ours);
    return JSON.stringify([
      await buildings.list(tenant, {}),
      await known.load(tenant, buildingId),
      await plans.load(tenant, planId),
      await runs.load(tenant, runId),
      await runs.journal(tenant, runId),
      await settings.load(tenant, 'same-key'),
      await tokens.load(tenant),
      await chat.references(tenant),
      await this.#world.deps.audit.log.head(tenant),
    ]);
  }

  /** Whoever shows a mark first owns it, unless it was given out before. */
  #referee(mine: Ours, asked: Ids, answer: string): string[] {
    const known = new Set<string>(Object.values(asked));
    const marks = new Set(answer.match(MARKS) ?? []);
    const foreign = [...marks].filter((mark) => {
      const owner = this.#ownerOf.get(mark) ?? this.#claim(mark, mine.tenant);
      return owner !== mine.tenant && !known.has(mark);
    });
    return foreign.length === 0
      ? []
      : [`shows ${foreign.join(', ')} of the other one: ${answer.slice(0, 500)}`];
  }

  #claimed(id: string): string {
    this.#claim(id, this.#acting);
    return id;
  }

  #claim(mark: string, owner: TenantId): TenantId {
    this.#ownerOf.set(mark, owner);
    return owner;
  }
}

function callerOf(header: string): Caller {
  const tenantId = header.replace('Bearer ', '') as TenantId;
  const canary = tenantId.replace('tenant-', '~').concat('~');
  return {
    tenantId,
    userId: 'same-user',
    name: `Asker ${canary}`,
    roles: ['Places.Admin'],
    tokenId: '',
    token: `account ${canary}`,
  };
}
