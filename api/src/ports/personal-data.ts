import type { TenantId } from '../core/model/place.ts';

/** A person as stored rows may name them. */
export interface PersonWanted {
  /** Object id in the tenant. */
  readonly userId: string;
  /** Under which desks may be assigned to them. */
  readonly email?: string | undefined;
}

/** One row that names the person. */
export interface PersonalRow {
  /** Table, in the words of docs/permissions.md. */
  readonly where: string;
  /** Its key. */
  readonly id: string;
  /** The fields that name the person. */
  readonly as: readonly string[];
}

/** Where people are named outside the audit log: plans, runs, reports, approvals, imported buildings, the ledger. */
export interface PersonalData {
  find(tenant: TenantId, person: PersonWanted): Promise<readonly PersonalRow[]>;
  /** Takes the person out of every row; the rows stay. @returns how many rows named them */
  erase(tenant: TenantId, person: PersonWanted): Promise<number>;
}
