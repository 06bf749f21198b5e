import { expect, it } from 'vitest';
import { aBuilding } from '../../test/builders/building.ts';
import { admin, tenant, World } from '../../test/builders/world.ts';
import type { TenantId } from '../core/model/place.ts';
import { listStandingApprovals, setStandingApproval } from './standing-approval.ts';

it('lists the buildings that have it, page by page, and none of another directory', async () => {
  const world = new World();
  const ids = [];
  for (const key of ['a', 'b', 'c']) ids.push(await world.import({ ...aBuilding(), key, name: key }));
  const [first, second, third] = ids;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no buildings');
  for (const buildingId of [first, second, third]) {
    await setStandingApproval(world.deps, { tenant, buildingId, allowed: true, by: admin });
  }
  await setStandingApproval(world.deps, { tenant, buildingId: second, allowed: false, by: admin });

  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 1, ...(cursor === undefined ? {} : { cursor }) };
    const page = await listStandingApprovals(world.deps, tenant, query);
    for (const item of page.items) {
      expect(item).toMatchObject({ allowed: true, by: admin.name });
      found.push(item.buildingId);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(found.sort()).toEqual([first, third].sort());
  expect((await listStandingApprovals(world.deps, 'other' as TenantId, {})).items).toEqual([]);
});
