import { describe, expect, it } from 'vitest';
import { JOURNAL_FORMAT, type Run, type Stores } from '../../src/ports/stores.ts';
import { at, newBuildingId, newTenant, noCounts, sampleRun } from './samples.ts';

type Runs = () => Stores['runs'];

/** What every {@link RunStore} does but for the ledger, which `ledgerSuite` covers. */
export function runStoreSuite(stores: () => Stores): void {
  const runs = () => stores().runs;
  starting(runs);
  lists(runs);
  takingOver(runs);
  journal(runs);
  states(runs);
  cancelling(runs);
  events(runs);
}

async function started(runs: Runs, changes: Partial<Run> = {}, steps = ['a', 'b', 'c']): Promise<Run> {
  const run = sampleRun(newTenant(), newBuildingId(), changes);
  await runs().start(run, steps);
  return run;
}

function starting(runs: Runs): void {
  describe('starting a run', () => {
    it('stores the run with every step planned, in order', async () => {
      const run = await started(runs);

      expect(await runs().load(run.tenantId, run.id)).toEqual(run);
      expect(await runs().journal(run.tenantId, run.id)).toEqual(
        ['a', 'b', 'c'].map((stepId, position) => ({
          stepId,
          position,
          state: 'planned',
          attempt: 0,
          format: JOURNAL_FORMAT,
        })),
      );
      expect(await runs().load(newTenant(), run.id)).toBeNull();
    });

    it('takes a plan of 12,000 steps', async () => {
      const ids = Array.from({ length: 12_000 }, (_, index) => `create:desk:${index}`);
      const run = await started(runs, {}, ids);

      const journal = await runs().journal(run.tenantId, run.id);

      expect(journal.map((step) => step.stepId)).toEqual(ids);
    });

    it('is refused while one of the building is active, and names it', async () => {
      const run = await started(runs);
      const second = sampleRun(run.tenantId, run.buildingId);

      await expect(runs().start(second, ['a'])).rejects.toMatchObject({
        kind: 'conflict',
        code: 'run-active',
        details: { runId: run.id },
      });
      expect(await runs().load(run.tenantId, second.id)).toBeNull();
    });

    it('is possible again when the one before has ended, and for other buildings and tenants at any time', async () => {
      const run = await started(runs);
      await runs().start(sampleRun(run.tenantId, newBuildingId()), []);
      await runs().start(sampleRun(newTenant(), run.buildingId), []);
      await runs().setState(run, 'done', undefined, at(1));

      const next = sampleRun(run.tenantId, run.buildingId);
      await runs().start(next, ['a']);

      expect(await runs().latest(run.tenantId, run.buildingId)).toMatchObject({ id: next.id });
    });

    it('of eight simultaneous starts exactly one wins, and the others name it', async () => {
      const [tenant, building] = [newTenant(), newBuildingId()];
      const candidates = Array.from({ length: 8 }, () => sampleRun(tenant, building));

      const results = await Promise.allSettled(candidates.map((run) => runs().start(run, ['a', 'b'])));

      const winners = candidates.filter((_, index) => results[index]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      const named = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as unknown] : [],
      );
      for (const reason of named) {
        expect(reason).toMatchObject({ code: 'run-active', details: { runId: winners[0]?.id } });
      }
      expect((await runs().list(tenant, building, {})).items.map((run) => run.id)).toEqual([winners[0]?.id]);
    });
  });
}

function lists(runs: Runs): void {
  it('lists runs newest first, page by page, of one building or of all', async () => {
    const [tenant, building] = [newTenant(), newBuildingId()];
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const run = sampleRun(tenant, building, { state: 'done' });
      await runs().start(run, []);
      ids.unshift(run.id);
    }
    await runs().start(sampleRun(tenant, newBuildingId()), []);

    const first = await runs().list(tenant, building, { limit: 3 });
    const rest = await runs().list(tenant, building, { limit: 3, cursor: first.nextCursor });

    expect([...first.items, ...rest.items].map((run) => run.id)).toEqual(ids);
    expect(rest.nextCursor).toBeUndefined();
    expect((await runs().list(tenant, null, {})).items).toHaveLength(6);
    expect((await runs().list(newTenant(), null, {})).items).toEqual([]);
  });

  it('knows every run without an end, of every tenant', async () => {
    const active = [await started(runs), await started(runs, { state: 'paused' })];
    const ended = await started(runs, { state: 'doneWithFailures' });

    const ids = (await runs().unfinished()).map((run) => run.id);

    expect(ids).toEqual(expect.arrayContaining(active.map((run) => run.id)));
    expect(ids).not.toContain(ended.id);
  });
}

function takingOver(runs: Runs): void {
  describe('taking a run over', () => {
    it('refuses every write of the one before', async () => {
      const run = await started(runs);
      const mine = await runs().claim(run.tenantId, run.id);
      const theirs = await runs().claim(run.tenantId, run.id);
      const refused = { kind: 'conflict', code: 'run-taken-over' };

      expect([mine.epoch, theirs.epoch]).toEqual([run.epoch + 1, run.epoch + 2]);
      await expect(runs().intend(mine, ['a'])).rejects.toMatchObject(refused);
      const done = [{ stepId: 'a', state: 'done' as const }];
      await expect(runs().settle(mine, done, noCounts, 1, [])).rejects.toMatchObject(refused);
      await expect(runs().setState(mine, 'done', undefined, at(1))).rejects.toMatchObject(refused);
      const journal = await runs().journal(run.tenantId, run.id);
      expect(journal.map((step) => step.state)).toEqual(['planned', 'planned', 'planned']);
      await runs().intend(theirs, ['a']);
    });

    it('gives eight simultaneous claims eight different epochs', async () => {
      const run = await started(runs);

      const claims = await Promise.all(Array.from({ length: 8 }, () => runs().claim(run.tenantId, run.id)));

      expect(new Set(claims.map((claim) => claim.epoch)).size).toBe(8);
    });

    it('is not possible from another tenant', async () => {
      const run = await started(runs);

      await expect(runs().claim(newTenant(), run.id)).rejects.toMatchObject({ kind: 'notFound' });
      expect(await runs().load(run.tenantId, run.id)).toMatchObject({ epoch: run.epoch });
    });
  });
}

function journal(runs: Runs): void {
  describe('the journal', () => {
    it('keeps intent and outcome of every step', async () => {
      const run = await started(runs);
      const error = { status: 409, code: 'conflict', message: 'No', requestId: 'r', clientRequestId: 'c' };

      await runs().intend(run, ['a', 'b']);
      const intended = await runs().journal(run.tenantId, run.id);
      const counts = { ...noCounts, created: 1, failed: 1 };
      const now = await runs().settle(
        run,
        [
          { stepId: 'a', state: 'done', placeId: 'p-1', graphId: 'g-1', requestId: 'r-1', note: 'ok' },
          { stepId: 'b', state: 'failed', error },
        ],
        counts,
        2,
        [],
      );

      expect(intended.map((step) => [step.state, step.attempt])).toEqual([
        ['intent', 1],
        ['intent', 1],
        ['planned', 0],
      ]);
      expect(intended[0]?.intentAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      const ids = { placeId: 'p-1', graphId: 'g-1', requestId: 'r-1', note: 'ok' };
      const settled = await runs().journal(run.tenantId, run.id);
      expect(settled[0]).toMatchObject({ stepId: 'a', state: 'done', attempt: 1, ...ids });
      expect(settled[1]).toMatchObject({ stepId: 'b', state: 'failed', error });
      expect(settled[2]).toMatchObject({ stepId: 'c', state: 'planned', attempt: 0 });
      expect(now).toMatchObject({ counts, progress: { done: 2, total: 3 } });
      expect(await runs().load(run.tenantId, run.id)).toEqual(now);
    });

    it('an unknown step may be planned again and sent as the next attempt', async () => {
      const run = await started(runs);
      await runs().intend(run, ['a']);
      await runs().settle(run, [{ stepId: 'a', state: 'unknown' }], noCounts, 0, []);
      await runs().settle(run, [{ stepId: 'a', state: 'planned' }], noCounts, 0, []);
      await runs().intend(run, ['a']);

      const [step] = await runs().journal(run.tenantId, run.id);

      expect(step).toMatchObject({ state: 'intent', attempt: 2 });
    });

    it('refuses a step that is not in it, and then changes nothing', async () => {
      const run = await started(runs);
      const outcomes = ['a', 'nobody'].map((stepId) => ({ stepId, state: 'done' as const }));

      const settling = runs().settle(run, outcomes, { ...noCounts, created: 2 }, 2, []);

      await expect(settling).rejects.toMatchObject({ code: 'step-unknown' });
      const steps = await runs().journal(run.tenantId, run.id);
      expect(steps.map((step) => step.state)).toEqual(['planned', 'planned', 'planned']);
      expect(await runs().load(run.tenantId, run.id)).toEqual(run);
    });
  });
}

function states(runs: Runs): void {
  describe('the state of a run', () => {
    it('notes when it began first and when it ended', async () => {
      const run = await started(runs);

      const running = await runs().setState(run, 'running', undefined, at(1));
      const waits = await runs().setState(running, 'paused', 'sign-in', at(2), at(9));
      expect([waits.resumesAt, (await runs().load(run.tenantId, run.id))?.resumesAt]).toEqual(
        Array(2).fill(at(9).toISOString()),
      );
      const again = await runs().setState(running, 'running', undefined, at(3));
      expect(again.resumesAt).toBeUndefined();
      const done = await runs().setState(again, 'done', undefined, at(4));

      expect(again).toMatchObject({ state: 'running', startedAt: at(1).toISOString() });
      expect(again.stateReason).toBeUndefined();
      expect(done).toMatchObject({ startedAt: at(1).toISOString(), completedAt: at(4).toISOString() });
      expect((await runs().events(run.tenantId, run.id, 0)).map((event) => event.data)).toMatchObject([
        { state: 'running' },
        { state: 'paused', reason: 'sign-in', resumesAt: at(9).toISOString() },
        { state: 'running' },
        { state: 'done' },
      ]);
    });

    it.each(['done', 'doneWithFailures', 'failed', 'cancelled'] as const)('never leaves %s', async (end) => {
      const run = await started(runs);
      const ended = await runs().setState(run, end, undefined, at(1));

      const leaving = runs().setState(ended, 'running', undefined, at(2));

      await expect(leaving).rejects.toMatchObject({ kind: 'conflict', code: 'run-ended' });
      expect(await runs().load(run.tenantId, run.id)).toEqual(ended);
    });
  });
}

function cancelling(runs: Runs): void {
  describe('asking for a stop', () => {
    it('ends a run that has not begun at once', async () => {
      const run = await started(runs);

      const cancelled = await runs().requestCancel(run.tenantId, run.id, at(1));

      expect(cancelled).toMatchObject({ state: 'cancelled', completedAt: at(1).toISOString() });
      await expect(runs().setState(run, 'running', undefined, at(2))).rejects.toMatchObject({
        code: 'run-ended',
      });
    });

    it('of a running one stands until it has ended, whatever happens at the same moment', async () => {
      const run = await started(runs);
      const running = await runs().setState(run, 'running', undefined, at(1));

      const asked = await runs().requestCancel(run.tenantId, run.id, at(2));
      await runs().intend(running, ['a']);
      await runs().settle(running, [{ stepId: 'a', state: 'done' }], noCounts, 1, []);
      const paused = await runs().setState(running, 'paused', 'sign-in', at(3));
      const ended = await runs().setState(running, 'cancelled', undefined, at(4));

      expect(asked).toMatchObject({ state: 'cancelling' });
      expect(asked.completedAt).toBeUndefined();
      expect(paused.state).toBe('cancelling');
      expect(ended.state).toBe('cancelled');
    });

    it('comes too late for one that has ended', async () => {
      const run = await started(runs);
      await runs().setState(run, 'done', undefined, at(1));

      const asking = runs().requestCancel(run.tenantId, run.id, at(2));

      await expect(asking).rejects.toMatchObject({ kind: 'conflict', code: 'run-ended' });
      await expect(runs().requestCancel(newTenant(), run.id, at(2))).rejects.toMatchObject({
        kind: 'notFound',
      });
    });
  });
}

function events(runs: Runs): void {
  it('numbers the events of simultaneous settlements one after the other', async () => {
    const steps = Array.from({ length: 8 }, (_, index) => `s${index}`);
    const run = await started(runs, {}, steps);

    await Promise.all(
      steps.map((stepId) =>
        runs().settle(run, [{ stepId, state: 'done' }], noCounts, 1, [{ type: 'step', data: { stepId } }]),
      ),
    );

    const told = await runs().events(run.tenantId, run.id, 0);
    expect(told.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(told.map((event) => JSON.stringify(event.data))).size).toBe(8);
  });

  it('numbers events from 1 without a gap, and gives those after a number', async () => {
    const run = await started(runs);
    const event = (name: string) => ({ type: 'step' as const, data: { name } });
    await runs().settle(run, [], noCounts, 0, [event('one'), event('two')]);
    await runs().setState(run, 'running', undefined, at(1));
    await runs().settle(run, [], noCounts, 1, [event('four')]);

    const all = await runs().events(run.tenantId, run.id, 0);

    expect(all.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'step'],
      [2, 'step'],
      [3, 'state'],
      [4, 'step'],
    ]);
    expect(await runs().events(run.tenantId, run.id, 2)).toEqual(all.slice(2));
    expect(await runs().events(run.tenantId, run.id, 4)).toEqual([]);
    expect(await runs().events(newTenant(), run.id, 0)).toEqual([]);
  });
}
