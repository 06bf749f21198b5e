/** The run side of what the connected account may do: F20 to F25 of reliability-security.md section 2.2. */
import { describe, expect, it } from 'vitest';
import { resumeRun } from '../../src/engine/resume-run.ts';
import { SignInNeeded } from '../../src/ports/token-source.ts';
import { aBuilding, changed } from '../builders/building.ts';
import { expectNoDuplicates } from '../builders/invariants.ts';
import { operator, tenant, World } from '../builders/world.ts';

const EXCHANGE_ADMINISTRATOR = '29232cdf-9323-42fd-ade2-1d097af3e4de';
const EVERYBODY = 'b79fbf4d-3ef9-4689-8143-76b194e85509';
const building = aBuilding({ floors: 1, rooms: 1, desks: 200 });

const probes = (world: World) => world.directory.seen.filter(({ kind }) => kind === 'probe').length;
const resume = async (world: World, runId: string) => {
  await resumeRun(world.deps, { tenant, runId, by: operator });
  await world.work();
  return world.run(runId);
};

describe('the check of rights', () => {
  it('is one harmless request in a run that writes, and none in a preview or a run without changes', async () => {
    const world = new World();
    const id = await world.import(building);
    await world.plan(id);
    expect(probes(world)).toBe(0);
    await world.sync(id);
    expect(probes(world)).toBe(1);
    expect(world.directory.seen.findIndex(({ kind }) => kind === 'probe')).toBeLessThan(
      world.directory.seen.findIndex(({ kind }) => kind === 'write'),
    );
    await world.sync(id);
    expect(probes(world)).toBe(1);
  });

  it('F24 pauses before the first write and names the role; with it the run goes on', async () => {
    const world = new World();
    world.directory.probeStatus = 403;
    const { run } = await world.sync(await world.import(building));
    expect(run).toMatchObject({ state: 'paused' });
    expect(run.stateReason).toContain('Exchange Administrator directly');
    expect(world.directory.writesSeen).toBe(0);
    world.directory.probeStatus = 404;
    expect((await resume(world, run.id)).state).toBe('done');
  });

  it.each([200, 404] as const)(
    'catches a service that only pretends (%i), by the roles of the token; a person may overrule it',
    async (status) => {
      const world = new World();
      world.directory.probeStatus = status;
      world.tokens.roles = [EVERYBODY];
      const id = await world.import(building);
      const { run } = await world.sync(id);
      expect(run).toMatchObject({ state: 'paused' });
      expect(run.stateReason).toContain('neither Exchange nor Global Administrator');
      expect(world.directory.writesSeen).toBe(0);
      expect((await resume(world, run.id)).state).toBe('done');
      await world.import(
        changed(building, (space) => (space.key === 'f0-d1' ? { ...space, name: 'B' } : space)),
      );
      expect((await world.sync(id)).run.state).not.toBe('paused');
    },
  );

  it('asks again when a run that paused in doubt is not the one that is resumed', async () => {
    const world = new World();
    world.tokens.roles = [];
    const [one, two] = ['one', 'two'].map((key) => aBuilding({}, { key, name: `House ${key}` }));
    if (!one || !two) throw new Error('Two buildings are needed.');
    const first = await world.sync(await world.import(one));
    const second = await world.sync(await world.import(two));
    expect([first.run.state, second.run.state]).toEqual(['paused', 'paused']);
    expect(world.directory.writesSeen).toBe(0);
    world.tokens.roles = [EXCHANGE_ADMINISTRATOR];
    expect((await resume(world, first.run.id)).state).toBe('done');
  });
});

describe('rights that go away during a run', () => {
  it('F21 a claims challenge pauses the run, and after a sign-in nothing is repeated', async () => {
    const world = new World();
    const id = await world.import(building);
    world.directory.fault = (_write, nth) => (nth > 40 ? { kind: 'signIn' } : undefined);
    const { run } = await world.sync(id);
    expect(run).toMatchObject({ state: 'paused', stateReason: expect.stringContaining('sign in again') });
    // What is in flight at once: four chunks of twenty; nothing is begun after the first challenge.
    expect(world.directory.writesSeen).toBeLessThanOrEqual(40 + 4 * 20);
    const before = world.directory.applied.length;
    world.directory.fault = () => undefined;
    const ended = await resume(world, run.id);
    expect(ended).toMatchObject({ state: 'done', counts: { created: 204, failed: 0 } });
    expect(before).toBeGreaterThan(0);
    expectNoDuplicates(world);
  });

  it.each([
    ['F22', 'refresh-revoked', 'Microsoft ended the session of the connected account.'],
    ['F23', 'consent-required', 'Consent for Place.ReadWrite.All was withdrawn.'],
    ['F25', 'wrong-tenant', 'The token belongs to another directory.'],
  ])('%s no token (%s): the run pauses with the reason and the step that helps', async (_row, code, why) => {
    const world = new World();
    const plan = await world.plan(await world.import(building));
    const run = await world.start(plan.id);
    world.directory.write = () => Promise.reject(new SignInNeeded(code, why, 'Do this.'));
    await world.work();
    const paused = await world.run(run.id);
    expect(paused).toMatchObject({ state: 'paused' });
    expect(paused.stateReason).toBe(`${why} Do this.`);
    expect(world.directory.applied).toEqual([]);
  });

  it('F24 the role is lost in mid-run: it pauses after the chunks in flight, not after 200 refusals', async () => {
    const world = new World();
    const id = await world.import(building);
    world.directory.fault = (_write, nth) =>
      nth > 20
        ? { kind: 'refuse', status: 403, code: 'ErrorAccessDenied', message: 'Access is denied.' }
        : undefined;
    const { run } = await world.sync(id);
    expect(run).toMatchObject({ state: 'paused' });
    expect(run.stateReason).toContain('Exchange Administrator');
    expect(world.directory.writesSeen).toBeLessThanOrEqual(20 + 4 * 20);
  });

  it('F24 one refusal alone fails its item only', async () => {
    const world = new World();
    const id = await world.import(building);
    world.directory.fault = ({ ref }) =>
      ref === 'create:desk:f0-d7'
        ? { kind: 'refuse', status: 403, code: 'ErrorAccessDenied', message: 'Access is denied.' }
        : undefined;
    const { run, report } = await world.sync(id);
    expect(run.state).toBe('doneWithFailures');
    expect(report.failures).toMatchObject([{ key: 'f0-d7', error: { status: 403 } }]);
  });
});
