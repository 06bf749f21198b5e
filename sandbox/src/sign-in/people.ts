/** The people of the simulated tenant, and what an administrator did to them. */

/** A sign-in that Microsoft wants again: fresh tokens are enough, or a person has to pass a second factor. */
interface Challenge {
  /** Milliseconds; tokens issued before are refused. */
  readonly since: number;
  readonly interactive: boolean;
}

export interface Person {
  /** Short name for the controls: `admin`. */
  readonly user: string;
  readonly tenantId: string;
  /** Object id; with the tenant id the only key of a person. */
  readonly oid: string;
  readonly name: string;
  readonly upn: string;
  /** App roles of our registration: the `roles` claim. */
  appRoles: string[];
  /** Directory roles by display name; Graph looks at them at every call, not at the token. */
  directoryRoles: string[];
  disabled: boolean;
  deleted: boolean;
  /** Milliseconds; sessions and refresh tokens from before are revoked. */
  tokensValidFrom: number;
  challenge: Challenge | null;
}

/** A directory that is not ours: the home of `outsider`. */
export const OTHER_TENANT_ID = '9c2e7b14-64f0-4d0a-b8a1-3f5c1d2e7a90';

/** Template ids of directory roles, as they stand in the `wids` claim. */
const ROLE_TEMPLATES: Record<string, string> = {
  'Exchange Administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
};

/** The `wids` claim: template ids of the directory roles. */
export const widsOf = (person: Person): string[] =>
  person.directoryRoles.flatMap((role) => ROLE_TEMPLATES[role] ?? []);

/** A fresh set of people. @param tenantId the directory everybody but `outsider` is in */
export function seedPeople(tenantId: string): Person[] {
  return [
    seed(tenantId, 'admin', 1, 'Alex Admin', ['Places.Admin'], ['Exchange Administrator']),
    seed(tenantId, 'operator', 2, 'Robin Operator', ['Places.Operator']),
    seed(tenantId, 'viewer', 3, 'Kim Viewer', ['Places.Viewer']),
    seed(tenantId, 'ada', 4, 'Ada Example'),
    seed(tenantId, 'bo', 5, 'Bo Example'),
    seed(OTHER_TENANT_ID, 'outsider', 6, 'Sam Outsider', ['Places.Admin'], ['Exchange Administrator']),
  ];
}

function seed(
  tenantId: string,
  user: string,
  number: number,
  name: string,
  appRoles: string[] = [],
  directoryRoles: string[] = [],
): Person {
  const domain = tenantId === OTHER_TENANT_ID ? 'fabrikam.example' : 'contoso.example';
  return {
    user,
    tenantId,
    oid: `0000000${number}-5a4d-4c1e-8b5e-00000000000${number}`,
    name,
    upn: `${user}@${domain}`,
    appRoles,
    directoryRoles,
    disabled: false,
    deleted: false,
    tokensValidFrom: 0,
    challenge: null,
  };
}
