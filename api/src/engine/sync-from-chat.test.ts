import { beforeEach, describe, expect, it } from 'vitest';
import { aBuilding } from '../../test/builders/building.ts';
import { admin, operator, tenant, World } from '../../test/builders/world.ts';
import type { BuildingId } from '../core/model/place.ts';
import { decideApproval } from './approve-plan.ts';
import { buildingsByName } from './building-by-name.ts';
import { personInChat } from './chat-rights.ts';
import { setStandingApproval } from './standing-approval.ts';
import { syncFromChat, type ChatSync } from './sync-from-chat.ts';

const second = { userId: 'second', name: admin.name, isAdmin: true };
let world: World;
let buildingId: BuildingId;

beforeEach(async () => {
  world = new World();
  buildingId = await world.import(aBuilding());
});
const ask = (by = operator): Promise<ChatSync> => syncFromChat(world.deps, { tenant, buildingId, by });
const decide = (approvalId: string, decision: 'approved' | 'rejected' = 'approved', by = admin) =>
  decideApproval(world.deps, { tenant, approvalId, decision, by });

async function asked(by = operator) {
  const answer = await ask(by);
  if (answer.kind !== 'approval') throw new Error(`It was ${answer.kind}.`);
  return answer.approval;
}
const runs = async () => (await world.stores.runs.list(tenant, null, {})).items;

describe('C20 a sync from chat', () => {
  it('help desk without a standing approval waits for an administrator, and nothing is started', async () => {
    await world.sync(buildingId);
    const building = aBuilding();
    await world.import({ ...building, name: `${building.name} North` });
    expect((await ask()).kind).toBe('approval');
    expect(await runs()).toHaveLength(1);
  });

  it('new mailboxes wait even with a standing approval; what is harmless starts', async () => {
    await setStandingApproval(world.deps, { tenant, buildingId, allowed: true, by: admin });
    const first = await asked();
    expect(first.why).toMatch(/administrator/);
    await decide(first.id);
    await world.work();
    const building = aBuilding();
    await world.import({ ...building, name: `${building.name} North` });
    expect((await ask()).kind).toBe('started');
  });

  it('nothing to do starts nothing', async () => {
    await world.sync(buildingId);
    expect((await ask()).kind).toBe('nothing');
    expect(await runs()).toHaveLength(1);
  });

  it('approved: exactly the plan of the card runs, asked for by the one who asked', async () => {
    const approval = await asked();
    const { run } = await decide(approval.id);
    expect(run).toMatchObject({ planId: approval.planId, requestedBy: operator.name });
    await world.work();
    expect((await world.run(run?.id ?? '')).state).toBe('done');
  });

  it('only an administrator decides', async () => {
    const { id } = await asked();
    await expect(decide(id, 'approved', operator)).rejects.toMatchObject({ code: 'role-missing' });
    expect((await world.stores.chat.approval(tenant, id))?.state).toBe('open');
  });

  it('two administrators at once start it once', async () => {
    const { id } = await asked();
    const answers = await Promise.all([decide(id), decide(id, 'approved', second), decide(id)]);
    expect(answers.filter(({ run }) => run !== undefined)).toHaveLength(1);
    expect(await runs()).toHaveLength(1);
  });

  it('rejected stays rejected', async () => {
    const { id } = await asked();
    expect((await decide(id, 'rejected')).approval.state).toBe('rejected');
    expect(await decide(id)).toMatchObject({ approval: { state: 'rejected' } });
    expect(await runs()).toEqual([]);
  });

  it('F66 a newer plan, or a tenant that changed, makes the card worthless', async () => {
    const first = await asked();
    await world.plan(buildingId);
    expect((await decide(first.id)).approval).toMatchObject({
      state: 'outdated',
      message: 'This plan is out of date.',
    });
    const next = await asked();
    const building = aBuilding();
    await world.import({ ...building, name: `${building.name} South` });
    expect((await decide(next.id)).approval.state).toBe('outdated');
    expect(await runs()).toEqual([]);
  });

  it('a start that fails for now leaves the card open', async () => {
    const { id } = await asked();
    const account = world.tokens.accounts.get(tenant);
    world.tokens.accounts.delete(tenant);
    await expect(decide(id)).rejects.toMatchObject({ code: 'not-connected' });
    if (account) world.tokens.accounts.set(tenant, account);
    expect((await decide(id)).run).toBeDefined();
  });
});

describe('C19 rights in a chat', () => {
  const may = (roles: readonly string[] | null, role: 'Places.Viewer' | 'Places.Operator' | 'Places.Admin') =>
    personInChat({ rolesOf: () => Promise.resolve(roles) }, tenant, { userId: 'u', name: 'N' }, role);

  it('nobody is anybody without a token of the last hour', async () => {
    await expect(may(null, 'Places.Viewer')).rejects.toMatchObject({ code: 'unproven' });
    for (const roles of [[], ['Places.Other'], ['admin']])
      await expect(may(roles, 'Places.Viewer')).rejects.toMatchObject({ code: 'role-missing' });
  });

  it('a later role may do what an earlier one may, and only the last one is an administrator', async () => {
    expect((await may(['Places.Operator'], 'Places.Viewer')).isAdmin).toBe(false);
    expect((await may(['Places.Viewer', 'Places.Admin'], 'Places.Operator')).isAdmin).toBe(true);
    await expect(may(['Places.Operator'], 'Places.Admin')).rejects.toThrow(/Places.Admin/);
  });
});

describe('building names', () => {
  const known = ['Contoso Stockholm', 'Contoso Lyon', 'Größe & Höhe', 'HQ', 'HQ North'].map(
    (name, index) => ({
      id: `b${index}` as BuildingId,
      name,
      sourceKey: `key-${index}`,
    }),
  );
  const found = (words: string) => buildingsByName(known, words).map(({ name }) => name);

  it.each([
    ['lyon', ['Contoso Lyon']],
    ['LYON contoso', ['Contoso Lyon']],
    ['stokholm', ['Contoso Stockholm']],
    ['grosse', ['Größe & Höhe']],
    ['key 3', ['HQ']],
    ['hq', ['HQ']],
    ['hq n', ['HQ North']],
    ['contoso', ['Contoso Stockholm', 'Contoso Lyon']],
    ['berlin', []],
  ])('%s', (words, names) => {
    expect(found(words)).toEqual(names);
  });

  it('all when nothing was said', () => expect(found('  ')).toHaveLength(known.length));
});
