import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/model/app-error.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { TokenCheck } from '../../ports/token-check.ts';
import { rememberRoles } from './remember-roles.ts';

const tenant = 'tenant-a' as TenantId;

/** `<user> <role>`; anything without a role is refused. */
const plain: TokenCheck = {
  check(header = '') {
    const [userId = '', role] = header.split(' ');
    if (role === undefined) return Promise.reject(new AppError('permission', 'token-signature', 'Refused.'));
    return Promise.resolve({ tenantId: tenant, userId, name: userId, roles: [role], tokenId: '', token: '' });
  },
};

function setUp() {
  const world = { now: new Date('2026-03-01T08:00:00Z') };
  const { tokenCheck, seenRoles } = rememberRoles(plain, () => world.now);
  const later = (minutes: number) => (world.now = new Date(world.now.getTime() + minutes * 60_000));
  return { tokenCheck, seenRoles, later };
}

describe('C19 roles of a person in chat', () => {
  it('come from a token that was checked at most 60 minutes ago, the newest counting', async () => {
    const { tokenCheck, seenRoles, later } = setUp();
    expect(seenRoles.rolesOf(tenant, 'ada')).toBeNull();
    await tokenCheck.check('ada Places.Admin');
    later(30);
    await tokenCheck.check('ada Places.Viewer');
    later(60);
    expect(seenRoles.rolesOf(tenant, 'ada')).toEqual(['Places.Viewer']);
    expect(seenRoles.rolesOf(tenant, 'ADA')).toEqual(['Places.Viewer']);
    later(1);
    expect(seenRoles.rolesOf(tenant, 'ada')).toBeNull();
  });

  it('are nobody else’s, and no refused token leaves any', async () => {
    const { tokenCheck, seenRoles } = setUp();
    await tokenCheck.check('ada Places.Admin');
    await expect(tokenCheck.check('bo')).rejects.toThrow('Refused');
    expect(seenRoles.rolesOf(tenant, 'bo')).toBeNull();
    expect(seenRoles.rolesOf('tenant-b' as TenantId, 'ada')).toBeNull();
  });

  it('stay within bounds: the longest unseen is forgotten first', async () => {
    const { tokenCheck, seenRoles } = setUp();
    for (let number = 0; number <= 10_000; number++) await tokenCheck.check(`user-${number} Places.Viewer`);
    expect(seenRoles.rolesOf(tenant, 'user-0')).toBeNull();
    expect(seenRoles.rolesOf(tenant, 'user-1')).not.toBeNull();
    expect(seenRoles.rolesOf(tenant, 'user-10000')).not.toBeNull();
  });
});
