import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TenantId, BuildingId } from '../../core/model/place.ts';
import type { Approval } from '../../ports/chat.ts';
import { SqlAuditPeople } from './audit-people.ts';
import { SqlChatStore } from './chat-store.ts';
import type { Database } from './database.ts';
import { SqlProvenRoles } from './proven-roles-store.ts';
import { SqlTeamStore } from './team-store.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

const tenant = 'tenant-1' as TenantId;
const other = 'tenant-2' as TenantId;
const bytes = (...values: number[]) => new Uint8Array(values);
let database: Database;
let chat: SqlChatStore;

beforeAll(async () => {
  database = await openTestDatabase();
  chat = new SqlChatStore(database);
}, 120_000);
afterAll(() => database.close());

it('I10 keeps references per tenant, in the order of the installs', async () => {
  const at = (second: number) => new Date(Date.UTC(2030, 0, 1, 8, 0, second));
  await chat.saveReference(tenant, 'b', bytes(1), at(1));
  await chat.saveReference(tenant, 'a', bytes(2), at(2));
  await chat.saveReference(tenant, 'b', bytes(3), at(3));
  expect(await chat.references(tenant)).toEqual([
    { key: 'b', sealed: bytes(3) },
    { key: 'a', sealed: bytes(2) },
  ]);
  expect(await chat.references(other)).toEqual([]);
  expect([await chat.removeReference(other, 'b'), await chat.removeReference(tenant, 'b')]).toEqual([
    false,
    true,
  ]);
});

it('F66 an approval is settled once', async () => {
  const approval: Approval = {
    id: 'x',
    tenantId: tenant,
    buildingId: 'b' as BuildingId,
    planId: 'p',
    askedBy: { userId: 'u', name: 'Robin' },
    why: 'w',
    askedAt: '2030-01-01T08:00:00.000Z',
    state: 'open',
  };
  await chat.addApproval(approval);
  const settled = (['approved', 'rejected'] as const).map((state) =>
    chat.settleApproval({ ...approval, state }, 'open'),
  );
  expect((await Promise.all(settled)).filter(Boolean)).toHaveLength(1);
  expect((await chat.approval(tenant, 'x'))?.state).toBe('approved');
  expect(await chat.approval(other, 'x')).toBeNull();
});

it('a mail address is forgotten together with the person', async () => {
  const people = new SqlAuditPeople(database);
  const ref = await people.refOf(tenant, { userId: 'u', name: 'Robin' });
  await chat.saveAddress(tenant, ref, bytes(7));
  expect(await chat.address(tenant, ref)).toEqual(bytes(7));
  await people.erase(tenant, 'u');
  expect(await chat.address(tenant, ref)).toBeNull();
});

it('C19 of two tokens of a person the one that was issued later counts, and it goes with the person', async () => {
  const people = new SqlAuditPeople(database);
  const roles = new SqlProvenRoles(database);
  const at = (minute: number) => new Date(Date.UTC(2030, 0, 1, 8, minute));
  const ref = await people.refOf(tenant, { userId: 'kim', name: 'Kim' });
  const admin = { roles: ['Places.Admin'], issuedAt: at(0), until: at(60) };
  const viewer = { roles: ['Places.Viewer'], issuedAt: at(5), until: at(65) };
  for (const proven of [admin, viewer, admin]) await roles.save(tenant, ref, proven);
  expect(await roles.load(tenant, ref)).toEqual(viewer);
  await roles.save(tenant, ref, { ...viewer, until: at(70) });
  expect((await roles.load(tenant, ref))?.until).toEqual(at(70));
  expect(await roles.load(other, ref)).toBeNull();
  await people.erase(tenant, 'kim');
  expect(await roles.load(tenant, ref)).toBeNull();
});

it('I10 keeps teams per tenant, by name', async () => {
  const teams = new SqlTeamStore(database);
  const team = (id: string, name: string) => ({ id, name, channels: [{ id, name: 'General' }] });
  for (const each of [team('1', 'Workplace'), team('2', 'Facilities'), team('1', 'Zone')])
    await teams.save(tenant, each);
  expect((await teams.list(tenant)).map(({ name }) => name)).toEqual(['Facilities', 'Zone']);
  expect(await teams.list(other)).toEqual([]);
  await teams.remove(other, '1');
  await teams.remove(tenant, '2');
  expect((await teams.list(tenant)).map(({ id }) => id)).toEqual(['1']);
});
