/** I10 as a property: whatever two directories do in whatever order, neither sees or changes anything of the other. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { MemoryClock } from '../../src/adapters/memory/memory-clock.ts';
import { memoryStores } from '../../src/adapters/memory/memory-stores.ts';
import { SqlAuditLog } from '../../src/adapters/postgres/audit-log.ts';
import { SqlAuditPeople } from '../../src/adapters/postgres/audit-people.ts';
import type { Database } from '../../src/adapters/postgres/open-database.ts';
import { createStores } from '../../src/adapters/postgres/stores.ts';
import { testSeals } from '../../src/adapters/postgres/testing/test-seals.ts';
import { openTestDatabase } from '../../src/adapters/postgres/testing/open-test-database.ts';
import type { Stores } from '../../src/ports/stores.ts';
import { IsolationGame, someMoves } from './isolation-game.ts';

async function opened(stores?: Stores): Promise<IsolationGame> {
  const game = await new IsolationGame(stores).open();
  onTestFinished(() => game.close());
  return game;
}

const fair = (game: IsolationGame) =>
  fc.asyncProperty(someMoves, async (moves) => {
    expect(await game.play(moves)).toEqual([]);
  });

describe('I10 two directories on stores in memory', () => {
  it('90 random games: nothing leaks, nothing is changed, a foreign id is an unknown one', async () => {
    await fc.assert(fair(await opened()), { numRuns: 90 });
  });

  it.each([
    [
      'a store that forgets the tenant of a plan',
      (stores: Stores, seen: Map<string, string>): Stores => ({
        ...stores,
        plans: {
          ...stores.plans,
          save: (plan) => {
            seen.set(plan.id, plan.tenantId);
            return stores.plans.save(plan);
          },
          load: (tenant, id) => stores.plans.load((seen.get(id) as typeof tenant | undefined) ?? tenant, id),
        },
      }),
    ],
    [
      'answers that are kept for a key, whoever sends it',
      (stores: Stores): Stores => {
        const { answers } = stores;
        const one = 'tenant-1a' as Parameters<typeof answers.claim>[0];
        return {
          ...stores,
          answers: {
            claim: (_tenant, ...rest) => answers.claim(one, ...rest),
            answer: (_tenant, ...rest) => answers.answer(one, ...rest),
            release: (_tenant, ...rest) => answers.release(one, ...rest),
          },
        };
      },
    ],
  ])('finds %s', async (_what, broken) => {
    const stores = broken(memoryStores(new MemoryClock()), new Map<string, string>());
    const game = await opened(stores);
    const { failed, errorInstance } = await fc.check(fair(game), { numRuns: 90, endOnFailure: true });
    expect(failed).toBe(true);
    expect(String(errorInstance)).toContain('to deeply equal []');
  });
});

describe('I10 two directories on PGlite', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 120_000);
  afterAll(() => database.close());

  it('10 random games', async () => {
    const audit = { log: new SqlAuditLog(database), people: new SqlAuditPeople(database) };
    const game = await new IsolationGame(createStores(database, testSeals), audit).open();
    onTestFinished(() => game.close());
    await fc.assert(fair(game), { numRuns: 10 });
  });
});
