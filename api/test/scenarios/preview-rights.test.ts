/** C20: a preview shows a person what Microsoft would show them; a run always acts with the connected account. */
import { describe, expect, it } from 'vitest';
import { MemoryDirectory } from '../../src/adapters/memory/memory-directory.ts';
import { AppError } from '../../src/core/model/app-error.ts';
import { makePlanFor } from '../../src/engine/make-plan.ts';
import { ReadFailed } from '../../src/ports/place-directory.ts';
import { SignInNeeded } from '../../src/ports/token-source.ts';
import { aBuilding } from '../builders/building.ts';
import { operator, tenant, World } from '../builders/world.ts';

const viewer = { userId: operator.userId, name: operator.name, token: 'tab token' };

/** A world in which people look with eyes of their own. */
async function aWorld(viewerToken: () => Promise<string> = () => Promise.resolve('token')) {
  const world = new World();
  const theirs = new MemoryDirectory(world.clock);
  Object.assign(world.tokens, { viewerToken });
  Object.assign(world.deps, { viewerDirectory: () => theirs });
  const buildingId = await world.import(aBuilding());
  const preview = (more: object = { viewer }) =>
    makePlanFor(world.deps, { tenant, buildingId, by: operator.name, byId: operator.userId, ...more });
  return { world, theirs, buildingId, preview };
}

const refusing = (error: Error) => () => Promise.reject<string>(error);

async function lastPlanEntry(world: World) {
  const entries = await world.audit.log.page(tenant, 0, 1000);
  const entry = entries.filter(({ action }) => action === 'plan.made').at(-1);
  const refs = [entry?.initiator, entry?.actingAs].flatMap((ref) => ref ?? []);
  const names = await world.audit.people.namesOf(tenant, refs);
  return { detail: entry?.detail, initiator: names.get(refs[0] ?? ''), actingAs: names.get(refs[1] ?? '') };
}

describe('a preview', () => {
  it('is read with the rights of the person who asks, and says so in plan and audit', async () => {
    const { world, theirs, preview } = await aWorld();
    theirs.record.add({ type: 'building', parentId: null, fields: { displayName: 'Other House' } });
    const plan = await preview();
    expect(plan.readAs).toEqual({ who: 'viewer', name: operator.name });
    expect(theirs.seen.length).toBeGreaterThan(0);
    expect(world.directory.seen).toEqual([]);
    expect(await lastPlanEntry(world)).toMatchObject({
      initiator: operator.name,
      actingAs: operator.name,
      detail: { readAs: 'viewer' },
    });
    const run = await world.start(plan.id);
    await world.work();
    expect((await world.run(run.id)).actingAs).toBe('Ada Admin');
    expect(theirs.writesSeen).toBe(0);
    expect(world.directory.writesSeen).toBeGreaterThan(0);
  });

  it.each([
    ['consent for reading is missing', new SignInNeeded('consent-required', 'No.', ''), 'consent-required'],
    ['our secret has expired', new SignInNeeded('secret-expired', 'No.', ''), 'secret-expired'],
    ['sign-in is away', new AppError('transient', 'sign-in-unreachable', 'Away.'), 'sign-in-unreachable'],
  ])('is read with the connected account when %s', async (_what, error, why) => {
    const { world, theirs, preview } = await aWorld(refusing(error));
    expect((await preview()).readAs).toEqual({ who: 'connectedAccount', name: 'Ada Admin', why });
    expect(theirs.seen).toEqual([]);
    expect(await lastPlanEntry(world)).toMatchObject({ initiator: operator.name, actingAs: 'Ada Admin' });
  });

  it('is read with the connected account when the role of the person shows no places', async () => {
    const { theirs, preview } = await aWorld();
    const error = {
      status: 403,
      code: 'accessDenied',
      message: 'No.',
      requestId: null,
      clientRequestId: null,
    };
    theirs.failRead = (what) => new ReadFailed(what, error);
    const plan = await preview();
    expect(plan.complete).toBe(true);
    expect(plan.readAs).toEqual({ who: 'connectedAccount', name: 'Ada Admin', why: 'no-role' });
  });

  it('is read with the connected account when it sees buildings and the person sees none', async () => {
    const { world, theirs, preview } = await aWorld();
    expect((await preview()).readAs).toEqual({ who: 'viewer', name: operator.name });
    world.directory.record.add({ type: 'building', parentId: null, fields: { displayName: 'Other House' } });
    const plan = await preview();
    expect(plan.readAs).toEqual({ who: 'connectedAccount', name: 'Ada Admin', why: 'no-role' });
    expect(theirs.seen.length).toBeGreaterThan(0);
  });

  it('stays incomplete when a read of the person fails for another reason', async () => {
    const { world, theirs, preview } = await aWorld();
    const error = { status: 503, code: 'busy', message: 'Busy.', requestId: null, clientRequestId: null };
    theirs.failRead = (what) => new ReadFailed(what, error);
    expect(await preview()).toMatchObject({ complete: false, readAs: { who: 'viewer' } });
    expect(world.directory.seen).toEqual([]);
  });

  it.each(['account-disabled', 'refresh-revoked', 'claims-challenge', 'sign-in-outdated', 'wrong-tenant'])(
    'is refused when Microsoft refuses the very person: %s',
    async (code) => {
      const { world, theirs, preview } = await aWorld(refusing(new SignInNeeded(code, 'No.', 'Hint.')));
      await expect(preview()).rejects.toMatchObject({ kind: 'permission', code });
      expect([...theirs.seen, ...world.directory.seen]).toEqual([]);
      expect((await lastPlanEntry(world)).detail).toBeUndefined();
    },
  );

  it.each([
    ['claims-challenge', 'refused'],
    ['account-disabled', 'refused'],
    ['consent-required', 'read with the connected account'],
  ])('whose session ends while it is read (%s) is %s', async (code, outcome) => {
    const { world, theirs, preview } = await aWorld();
    const cause = new SignInNeeded(code, 'No.', 'Hint.', '{"access_token":{}}');
    const error = { status: 401, code, message: 'No.', requestId: null, clientRequestId: null };
    theirs.failRead = (what) => Object.assign(new ReadFailed(what, error), { cause });
    if (outcome === 'refused') {
      await expect(preview()).rejects.toMatchObject({ kind: 'permission', code, cause });
      expect(world.directory.seen).toEqual([]);
    } else {
      expect((await preview()).readAs).toMatchObject({ who: 'connectedAccount', why: code });
    }
  });

  it('of an empty tenant needs no connected account', async () => {
    const { world, preview } = await aWorld();
    const error = { status: null, code: 'signIn', message: 'No.', requestId: null, clientRequestId: null };
    world.directory.failRead = (what) => new ReadFailed(what, error);
    expect(await preview()).toMatchObject({ complete: true, readAs: { who: 'viewer' } });
  });

  it('from chat, which brings no token, is read with the connected account', async () => {
    const { preview } = await aWorld();
    expect((await preview({})).readAs).toMatchObject({ who: 'connectedAccount', why: 'no-token' });
  });
});
