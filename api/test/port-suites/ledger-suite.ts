import { describe, expect, it } from 'vitest';
import type { KnownPlace, PlaceId, TenantId } from '../../src/core/model/place.ts';
import type { Run, Settlement, Stores } from '../../src/ports/stores.ts';
import { newBuildingId, newTenant, noCounts, sampleDesk, sampleRun } from './samples.ts';

type Ledger = NonNullable<Settlement['ledger']>;

const record = (place: KnownPlace): Ledger => ({ kind: 'record', place });
const forget = (key: string): Ledger => ({ kind: 'forget', place: { type: 'desk', key } });

/** The ledger as a run writes it: one step per change, all in one settlement. */
async function write(stores: () => Stores, run: Run, changes: readonly Ledger[]): Promise<void> {
  const settlements = changes.map((ledger, index) => ({
    stepId: `s${index}`,
    state: 'done' as const,
    ledger,
  }));
  await stores().runs.settle(run, settlements, noCounts, settlements.length, []);
}

async function startedRun(stores: () => Stores, tenant: TenantId = newTenant(), steps = 6): Promise<Run> {
  const run = sampleRun(tenant, newBuildingId());
  await stores().runs.start(
    run,
    Array.from({ length: steps }, (_, index) => `s${index}`),
  );
  return run;
}

const byKey = (a: KnownPlace, b: KnownPlace) => a.key.localeCompare(b.key);

/** What every {@link KnownStore} shows of what runs have settled. */
export function ledgerSuite(stores: () => Stores): void {
  describe('the ledger', () => {
    it('holds what was recorded last, until it is forgotten', async () => {
      const run = await startedRun(stores);
      const [one, two] = [sampleDesk('1'), sampleDesk('2')];
      const renamed = {
        ...one,
        name: 'Renamed',
        mailbox: 'desk@contoso.example',
        parent: null,
        refusedName: 'Other',
      };

      await write(stores, run, [record(one), record(two)]);
      await write(stores, run, [record(renamed), forget('2')]);

      expect(await stores().known.load(run.tenantId, run.buildingId)).toEqual([renamed]);
      expect(await stores().known.load(newTenant(), run.buildingId)).toEqual([]);
      expect(await stores().known.load(run.tenantId, newBuildingId())).toEqual([]);
    });

    it('the later change counts when a place occurs twice', async () => {
      const run = await startedRun(stores);
      const [old, recent] = [sampleDesk('1', 'p-old'), sampleDesk('1', 'p-new')];

      await write(stores, run, [record(old), record(recent), record(sampleDesk('2')), forget('2')]);

      expect(await stores().known.load(run.tenantId, run.buildingId)).toEqual([recent]);
    });

    it('pages through every place once', async () => {
      const run = await startedRun(stores, newTenant(), 25);
      const desks = Array.from({ length: 25 }, (_, index) => sampleDesk(String(index)));
      await write(stores, run, desks.map(record));

      const seen: KnownPlace[] = [];
      let cursor: string | undefined;
      do {
        const page = await stores().known.page(run.tenantId, run.buildingId, { limit: 10, cursor });
        seen.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);

      expect(seen.toSorted(byKey)).toEqual(desks.toSorted(byKey));
    });
  });
  onePlaceOneItem(stores);
}

/** reliability-security.md I1, and what happens to the rest of a settlement that breaks it. */
function onePlaceOneItem(stores: () => Stores): void {
  describe('a place belongs to one source item', () => {
    it('a second one is refused, and nothing of that settlement is kept', async () => {
      const run = await startedRun(stores);
      const other = await startedRun(stores, run.tenantId);
      await write(stores, run, [record(sampleDesk('1', 'p-1'))]);

      const taking = write(stores, other, [record(sampleDesk('9')), record(sampleDesk('1', 'p-1'))]);

      await expect(taking).rejects.toMatchObject({ kind: 'conflict', code: 'place-taken' });
      expect(await stores().known.load(other.tenantId, other.buildingId)).toEqual([]);
      const journal = await stores().runs.journal(other.tenantId, other.id);
      expect(journal.every((step) => step.state === 'planned')).toBe(true);
      expect(await stores().runs.load(other.tenantId, other.id)).toEqual(other);
    });

    it('tells which places another building of the tenant has', async () => {
      const run = await startedRun(stores);
      const other = await startedRun(stores, run.tenantId);
      await write(stores, run, [record(sampleDesk('1', 'p-1')), record(sampleDesk('2', 'p-2'))]);
      await write(stores, other, [record(sampleDesk('1', 'p-3'))]);

      const { known } = stores();
      const asked = ['p-2', 'p-3', 'p-4'] as PlaceId[];
      expect(await known.ofOthers(run.tenantId, other.buildingId, asked)).toEqual(['p-2']);
      expect(await known.ofOthers(run.tenantId, run.buildingId, asked)).toEqual(['p-3']);
      expect(await known.ofOthers(newTenant(), run.buildingId, asked)).toEqual([]);
    });

    it('another tenant may know the same id', async () => {
      const [run, other] = [await startedRun(stores), await startedRun(stores)];

      await write(stores, run, [record(sampleDesk('1', 'p-1'))]);
      await write(stores, other, [record(sampleDesk('1', 'p-1'))]);

      expect(await stores().known.load(other.tenantId, other.buildingId)).toHaveLength(1);
    });

    it('it may change hands when the first item is forgotten in the same settlement', async () => {
      const run = await startedRun(stores);
      await write(stores, run, [record(sampleDesk('1', 'p-1'))]);

      await write(stores, run, [record(sampleDesk('2', 'p-1')), forget('1')]);

      const places = await stores().known.load(run.tenantId, run.buildingId);
      expect(places.map((place) => [place.key, place.placeId])).toEqual([['2', 'p-1']]);
    });
  });
}
