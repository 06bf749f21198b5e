/** What the audit log costs a full apply: the same building on PGlite, with its lines and without them. */
import process from 'node:process';
import { SqlAuditLog } from '../src/adapters/postgres/audit-log.ts';
import { SqlAuditPeople } from '../src/adapters/postgres/audit-people.ts';
import { createStores } from '../src/adapters/postgres/stores.ts';
import { testSeals } from '../src/adapters/postgres/testing/test-seals.ts';
import { openTestDatabase } from '../src/adapters/postgres/testing/open-test-database.ts';
import type { RunStore, Stores } from '../src/ports/stores.ts';
import { aBuilding } from '../test/builders/building.ts';
import { tenant, World } from '../test/builders/world.ts';

const SIZE = { floors: 2, rooms: 10, desks: 190 };
const ROUNDS = 3;

/** Milliseconds of computing (PGlite works in this process, so other work on the machine does not count), and lines. */
async function apply(audited: boolean): Promise<{ ms: number; lines: number }> {
  const database = await openTestDatabase();
  const stores = createStores(database, testSeals);
  const world = new World(audited ? stores : withoutLines(stores));
  if (audited) {
    const audit = { log: new SqlAuditLog(database), people: new SqlAuditPeople(database) };
    Object.assign(world.deps, { audit });
  }
  const plan = await world.plan(await world.import(aBuilding(SIZE)));
  await world.start(plan.id);
  const before = process.cpuUsage();
  await world.work();
  const { user, system } = process.cpuUsage(before);
  const lines = (await world.deps.audit.log.head(tenant))?.seq ?? 0;
  await database.close();
  return { ms: (user + system) / 1000, lines };
}

function withoutLines(stores: Stores): Stores {
  const { runs: store } = stores;
  const bare: Pick<RunStore, 'intend' | 'settle'> = {
    intend: (run, stepIds) => store.intend(run, stepIds),
    settle: (run, settlements, counts, done, events) => store.settle(run, settlements, counts, done, events),
  };
  const runs = new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(name in bare ? bare : target, name);
      return typeof method === 'function' ? (method.bind(target) as unknown) : method;
    },
  });
  return { ...stores, runs };
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

export async function auditBench(): Promise<string[]> {
  await apply(true);
  const measured = { with: [] as number[], without: [] as number[] };
  let lines = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    measured.without.push((await apply(false)).ms);
    const one = await apply(true);
    measured.with.push(one.ms);
    lines = one.lines;
  }
  const [audited, bare] = [middle(measured.with), middle(measured.without)];
  const places = 1 + SIZE.floors * (2 + SIZE.rooms + SIZE.desks);
  return [
    `apply of ${places} places on PGlite, ${lines} lines of audit: ${(audited / bare).toFixed(2)} times the computing of the same without`,
    `with ${audited.toFixed(0)} ms, without ${bare.toFixed(0)} ms, middle of ${ROUNDS}`,
  ];
}

if (process.argv[1]?.endsWith('audit.bench.ts')) console.log((await auditBench()).join('\n'));
