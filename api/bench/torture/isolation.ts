/** I10: thousands of random games of two directories, on stores in memory and on PGlite. */
import process from 'node:process';
import fc from 'fast-check';
import { SqlAuditLog } from '../../src/adapters/postgres/audit-log.ts';
import { SqlAuditPeople } from '../../src/adapters/postgres/audit-people.ts';
import { createStores } from '../../src/adapters/postgres/stores.ts';
import { testSeals } from '../../src/adapters/postgres/testing/test-seals.ts';
import { openTestDatabase } from '../../src/adapters/postgres/testing/open-test-database.ts';
import { IsolationGame, someMoves } from '../../test/scenarios/isolation-game.ts';
import type { Proof } from './proof.ts';

const RUNS = Number(process.env['RUNS'] ?? 2000);
/** Of the games, one in so many is played on PGlite, which takes its time. */
const PGLITE_SHARE = 10;

export async function isolationTorture(seed: number): Promise<Proof> {
  const database = await openTestDatabase();
  const audit = { log: new SqlAuditLog(database), people: new SqlAuditPeople(database) };
  const onPglite = await new IsolationGame(createStores(database, testSeals), audit).open();
  const inMemory = await new IsolationGame().open();
  const games = fc.sample(someMoves, { seed, numRuns: RUNS });
  const faults: string[] = [];
  for (const [at, moves] of games.entries()) {
    const game = at % PGLITE_SHARE === 0 ? onPglite : inMemory;
    faults.push(...(await game.play(moves)).map((fault) => `game ${at}: ${fault}`));
  }
  await Promise.all([onPglite.close(), inMemory.close()]);
  await database.close();
  const moves = games.reduce((sum, game) => sum + game.length, 0);
  return { lines: [`${games.length} games, ${moves} moves`, ...faults], faults: faults.length };
}
