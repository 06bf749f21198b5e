import { UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/model/app-error.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { PersonRef } from '../../core/model/audit-entry.ts';
import type { ProvenRoles } from '../../ports/chat.ts';
import type { TokenCheck } from '../../ports/token-check.ts';
import { rememberRoles } from './remember-roles.ts';

const tenant = 'tenant-a' as TenantId;
const HOUR_MINUTES = 60;

/** The token itself is the truth here: its signature is the business of the check that this one is wrapped around. */
const plain: TokenCheck = {
  check(header = '') {
    const [userId = '', role, token = ''] = header.split(' ');
    if (role === undefined) return Promise.reject(new AppError('permission', 'token-signature', 'Refused.'));
    return Promise.resolve({ tenantId: tenant, userId, name: userId, roles: [role], tokenId: '', token });
  },
};

/** What outlives the process. */
function store() {
  const kept = new Map<string, ProvenRoles>();
  let writes = 0;
  return {
    writes: () => writes,
    store: {
      save: (of: TenantId, ref: PersonRef, proven: ProvenRoles) => {
        writes += 1;
        const known = kept.get(`${of} ${ref}`);
        if (known === undefined || known.issuedAt <= proven.issuedAt) kept.set(`${of} ${ref}`, proven);
        return Promise.resolve();
      },
      load: (of: TenantId, ref: PersonRef) => Promise.resolve(kept.get(`${of} ${ref}`) ?? null),
    },
    people: {
      refOf: (_of: TenantId, { userId }: { userId: string }) => Promise.resolve(`ref-${userId}`),
      find: (_of: TenantId, userId: string) => Promise.resolve(`ref-${userId}`),
      userIdOf: () => Promise.resolve(null),
      namesOf: () => Promise.resolve(new Map()),
      erase: () => Promise.resolve(null),
    },
  };
}

function setUp() {
  const world = { now: new Date('2026-03-01T08:00:00Z') };
  const disk = store();
  const warnings: string[] = [];
  const boot = () =>
    rememberRoles(plain, {
      ...disk,
      clock: { now: () => world.now },
      warn: (what) => void warnings.push(what),
    });
  const later = (minutes: number) => (world.now = new Date(world.now.getTime() + minutes * 60_000));
  const token = (minutes = 90) => {
    const seconds = Math.floor(world.now.getTime() / 1000);
    return new UnsecuredJWT({ iat: seconds, exp: seconds + minutes * 60 }).encode();
  };
  return { boot, later, token, disk, warnings };
}
const ada = 'ada';

describe('C19 roles of a person in chat', () => {
  it('come from a token that was checked at most 60 minutes ago', async () => {
    const { boot, later, token } = setUp();
    const { tokenCheck, seenRoles } = boot();
    expect(await seenRoles.rolesOf(tenant, ada)).toBeNull();
    await tokenCheck.check(`ada Places.Admin ${token()}`);
    later(HOUR_MINUTES - 1);
    expect(await seenRoles.rolesOf(tenant, 'ADA')).toEqual(['Places.Admin']);
    later(1);
    expect(await seenRoles.rolesOf(tenant, ada)).toBeNull();
  });

  it('outlive a restart', async () => {
    const { boot, token } = setUp();
    await boot().tokenCheck.check(`ada Places.Operator ${token()}`);
    expect(await boot().seenRoles.rolesOf(tenant, ada)).toEqual(['Places.Operator']);
  });

  it('end with their token, however late it was shown', async () => {
    const { boot, later, token } = setUp();
    const { tokenCheck, seenRoles } = boot();
    const made = token(75);
    later(70);
    await tokenCheck.check(`ada Places.Admin ${made}`);
    later(5);
    expect(await seenRoles.rolesOf(tenant, ada)).toBeNull();
  });

  it('a role that was withdrawn ends with the first token without it, and an older one does not bring it back', async () => {
    const { boot, later, token } = setUp();
    const { tokenCheck, seenRoles } = boot();
    const old = token();
    await tokenCheck.check(`ada Places.Admin ${old}`);
    later(1);
    await tokenCheck.check(`ada Places.Viewer ${token()}`);
    expect(await seenRoles.rolesOf(tenant, ada)).toEqual(['Places.Viewer']);
    await tokenCheck.check(`ada Places.Admin ${old}`);
    expect(await seenRoles.rolesOf(tenant, ada)).toEqual(['Places.Viewer']);
  });

  it('are nobody else’s, and no refused token leaves any', async () => {
    const { boot, token } = setUp();
    const { tokenCheck, seenRoles } = boot();
    await tokenCheck.check(`ada Places.Admin ${token()}`);
    await expect(tokenCheck.check('bo')).rejects.toThrow('Refused');
    expect(await seenRoles.rolesOf(tenant, 'bo')).toBeNull();
    expect(await seenRoles.rolesOf('tenant-b' as TenantId, ada)).toBeNull();
  });

  it('are written down now and then, not with every request, and a full disk stops no request', async () => {
    const { boot, later, token, disk, warnings } = setUp();
    const { tokenCheck } = boot();
    const made = token();
    for (let nth = 0; nth < 5; nth++) await tokenCheck.check(`ada Places.Admin ${made}`);
    expect(disk.writes()).toBe(1);
    later(6);
    await tokenCheck.check(`ada Places.Admin ${made}`);
    expect(disk.writes()).toBe(2);
    disk.store.save = () => Promise.reject(new Error('full'));
    later(6);
    await expect(tokenCheck.check(`ada Places.Admin ${made}`)).resolves.toMatchObject({ userId: 'ada' });
    expect(warnings).toHaveLength(1);
  });
});
