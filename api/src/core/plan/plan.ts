/** The plan as a value: the tree a person reads, and the steps a run carries out. */
import type { Finding } from '../model/finding.ts';
import type { FieldName, LivePlace, PlaceFields, PlaceRef, PlaceType } from '../model/place.ts';
import type { Words } from '../model/sentence.ts';

export type Action =
  | 'create'
  | 'update'
  | 'rename'
  | 'move'
  | 'skip'
  | 'adopt'
  | 'remove'
  | 'keep'
  | 'forget'
  | 'handover'
  | 'failedRead';

export interface FieldChange {
  readonly field: FieldName | 'parent';
  /** Live value (for `parent`: the parent's name or id). */
  readonly before: unknown;
  readonly after: unknown;
}

/** What an administrator has to do by hand, with the exact PowerShell. */
export interface Handover {
  readonly why: string;
  readonly words?: Words | undefined;
  readonly command: string;
}

export interface PlanNode {
  readonly key: string;
  readonly type: PlaceType;
  readonly name: string;
  readonly action: Action;
  readonly reason?: string | undefined;
  /** `reason` with its values apart. */
  readonly words?: Words | undefined;
  readonly placeId?: string | undefined;
  readonly mailbox?: string | undefined;
  readonly changes: readonly FieldChange[];
  readonly findings: readonly Finding[];
  readonly handovers?: readonly Handover[] | undefined;
  readonly children: readonly PlanNode[];
}

/** One Graph write and one ledger write, or (adopt without changes, forget) a ledger write alone. */
export type StepKind = 'create' | 'update' | 'rename' | 'move' | 'adopt' | 'remove' | 'forget';

/**
 * One intended change. Steps of one plan are in the order in which they may run: a step never needs the
 * outcome of a later one. Steps of one {@link wave} do not need each other and may share a batch.
 */
export interface Step extends PlaceRef {
  /** `${kind}:${type}:${key}`; stable over plans. */
  readonly id: string;
  readonly kind: StepKind;
  readonly name: string;
  readonly wave: number;
  /** What the node shows; counts in a report follow it. */
  readonly action: Action;
  /** Where it will live. The id is known when the parent is live already, else it comes from the parent's create. */
  readonly parent: PlaceRef | null;
  readonly parentId?: string | undefined;
  /** The live place, for everything but a create. */
  readonly placeId?: string | undefined;
  /** What a path takes for it (LivePlace.id). */
  readonly graphId?: string | undefined;
  readonly mailbox?: string | undefined;
  /** Exactly the fields to send; create: all managed ones. */
  readonly fields: PlaceFields;
  /** true: `parentId` is sent too (create, move, attaching a room). */
  readonly setsParent: boolean;
  /** All managed fields as the ledger has to record them once this and the place's other steps are done. */
  readonly ledgerFields: PlaceFields;
  /** Live state the step was planned against, for the "did it move meanwhile" test. */
  readonly expected?: LivePlace | undefined;
}

export interface Guard {
  readonly code: string;
  readonly tripped: boolean;
  readonly count: number;
  readonly limit: number;
  readonly message: string;
  readonly words?: Words | undefined;
  readonly releasable: boolean;
}

export type Summary = Record<Action, number>;

/** What `plan(desired, known, live, policy)` returns: no ids, no clock, same inputs = same bytes. */
export interface Plan {
  readonly complete: boolean;
  readonly applyable: boolean;
  readonly summary: Summary;
  readonly tree: PlanNode;
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly guards: readonly Guard[];
  readonly unmanaged: number;
}

/** What a tenant's administrator decided about how far a run may go. */
export interface Policy {
  /** What happens to a place of ours that left the source. Default keep: removals never by default. */
  readonly orphans: 'keep' | 'remove';
  /** Take over places that exist already on a sure match. */
  readonly adopt: boolean;
  /** Guard limits; a share counts only from ten known places on. See reliability-security.md F30-F33. */
  readonly limits: {
    readonly removedShare: number;
    readonly removedCount: number;
    readonly downgradedShare: number;
    readonly clearedShare: number;
    readonly renamedShare: number;
    readonly movedShare: number;
  };
}

/** What Graph showed for a building. */
export interface LiveBuilding {
  /** false: some read failed or came back partial; nothing may be concluded from what is missing. */
  readonly complete: boolean;
  /** What failed, in words, with Microsoft's request id. */
  readonly failures: readonly string[];
  /** Every building of the tenant (candidates for adoption). */
  readonly buildings: readonly LivePlace[];
  /** Every place below the matched building, if one was matched. */
  readonly below: readonly LivePlace[];
  /** Rooms and workspaces anywhere in the tenant that match a mailbox of the source, whatever their parent. */
  readonly byMailbox: readonly LivePlace[];
}
