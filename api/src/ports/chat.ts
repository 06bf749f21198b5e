/** What the chat rooms of a tenant need remembered. Sealed columns are never seen in clear text by the store. */
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { PersonRef } from '../core/model/audit-entry.ts';

/** Where a message of ours stands. */
export interface PostedMessage {
  readonly conversationId: string;
  readonly activityId: string;
}

/** A sync that waits for an administrator. */
export interface Approval {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly buildingId: BuildingId;
  readonly planId: string;
  readonly askedBy: { readonly userId: string; readonly name: string };
  readonly why: string;
  readonly askedAt: string;
  readonly state: 'open' | 'approved' | 'rejected' | 'outdated';
  readonly decidedBy?: string | undefined;
  readonly runId?: string | undefined;
  readonly message?: string | undefined;
}

export interface ChatStore {
  references(tenant: TenantId): Promise<readonly { readonly key: string; readonly sealed: Uint8Array }[]>;
  saveReference(tenant: TenantId, key: string, sealed: Uint8Array, at: Date): Promise<void>;
  /** false when it was not there. */
  removeReference(tenant: TenantId, key: string): Promise<boolean>;

  /** The message with this name (`report:RUN`), once it was posted. */
  posted(tenant: TenantId, name: string): Promise<PostedMessage | null>;
  savePosted(tenant: TenantId, name: string, message: PostedMessage): Promise<void>;

  addApproval(approval: Approval): Promise<void>;
  approval(tenant: TenantId, id: string): Promise<Approval | null>;
  /** Moves it on from `from`; false when another decision was first. */
  settleApproval(approval: Approval, from: Approval['state']): Promise<boolean>;

  /** Mail address of a person, sealed; forgotten together with the person. */
  saveAddress(tenant: TenantId, person: PersonRef, sealed: Uint8Array): Promise<void>;
  address(tenant: TenantId, person: PersonRef): Promise<Uint8Array | null>;
  /** Of everybody, to seal them with another key. */
  addresses(
    tenant: TenantId,
  ): Promise<readonly { readonly person: PersonRef; readonly sealed: Uint8Array }[]>;
}

/** What the newest token of a person said about their roles. */
export interface ProvenRoles {
  readonly roles: readonly string[];
  /** When the sign-in service issued the token. */
  readonly issuedAt: Date;
  /** From here on it proves nothing any more. */
  readonly until: Date;
}

/** Roles of people, for chat messages, which bring no token; forgotten together with the person. */
export interface ProvenRolesStore {
  /** A token that was issued earlier never replaces one that was issued later. */
  save(tenant: TenantId, person: PersonRef, proven: ProvenRoles): Promise<void>;
  load(tenant: TenantId, person: PersonRef): Promise<ProvenRoles | null>;
}

/** A team with the app, and those of its channels that a bot can be told about. */
export interface KnownTeam {
  /** The thread of its General channel. */
  readonly id: string;
  readonly name: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

export interface KnownTeamStore {
  /** By name. */
  list(tenant: TenantId): Promise<readonly KnownTeam[]>;
  save(tenant: TenantId, team: KnownTeam): Promise<void>;
  remove(tenant: TenantId, teamId: string): Promise<void>;
}
