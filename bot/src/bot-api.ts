/** What the bot asks of the product. `main` implements it over the verbs of the engine, with every right checked there. */
import type { Role } from '#contract';
import type { ApprovalCardData } from './cards/approval-card.ts';
import type { BuildingLine } from './cards/buildings-card.ts';
import type { PlanFacts } from './cards/plan-facts.ts';
import type { ProgressCardData } from './cards/progress-card.ts';
import type { ReportCardData } from './cards/report-card.ts';
import type { StatusLine } from './cards/status-card.ts';

/** A person of our tenant who wrote or pressed: from the checked activity, never from a card. */
export interface ChatPerson {
  /** Object id in the tenant. */
  readonly userId: string;
  /** For showing only. */
  readonly name: string;
}

/** Where a message of ours stands. */
export interface Posted {
  readonly conversationId: string;
  readonly activityId: string;
}

/** Buildings that a name may mean; exactly one when it is clear. */
export type BuildingMatch =
  /** `isGuess`: the name is only nearly what was said. */
  | { readonly kind: 'one'; readonly building: BuildingLine; readonly isGuess: boolean }
  | { readonly kind: 'several'; readonly buildings: readonly BuildingLine[] }
  | { readonly kind: 'none'; readonly buildings: readonly BuildingLine[] };

/** What came of asking for a sync. */
export type SyncAnswer =
  | { readonly kind: 'started'; readonly run: ProgressCardData }
  | { readonly kind: 'nothing'; readonly plan: PlanFacts }
  | { readonly kind: 'approval'; readonly approval: ApprovalCardData };

/** That a person asked for something, for the audit log. */
export interface Heard {
  readonly command: string;
  readonly how: 'message' | 'button' | 'search';
  readonly conversationId: string;
  readonly ids: Readonly<Record<string, string>>;
}

/** A no, in words for the person. `unproven`: no token of this person was seen lately. */
export class Refusal extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Every verb throws {@link Refusal} when the person may not, or when it cannot be done now. */
export interface BotApi {
  /** true the first time this activity is heard of within 24 hours (F65). */
  hearOnce(activityId: string): Promise<boolean>;
  /** Counts a command of this person. @throws Refusal after too many in a minute (C39) */
  pace(person: ChatPerson): Promise<void>;
  /** Writes down who asked for what, and on whose account the answer will rest (C20); unwritten, nothing is done. */
  heard(person: ChatPerson, what: Heard): Promise<void>;
  /** Takes a token that Teams brought, as proof of what this person may do. @throws Refusal for any other (C19) */
  prove(person: ChatPerson, token: string): Promise<void>;
  /** @throws Refusal when the person has not at least this role at this moment (C19) */
  need(person: ChatPerson, role: Role): Promise<void>;
  findBuilding(person: ChatPerson, words: string): Promise<BuildingMatch>;
  buildings(person: ChatPerson): Promise<readonly BuildingLine[]>;
  preview(person: ChatPerson, buildingId: string): Promise<PlanFacts>;
  /** Plans afresh; starts, or asks an administrator. */
  sync(person: ChatPerson, buildingId: string): Promise<SyncAnswer>;
  /** The channels were looked at; `complete`: all of them, so that one that is missing is gone. */
  channelsSeen(how: { readonly complete: boolean }): Promise<void>;
  /** The channel where administrators decide and reports are posted; null when there is none yet. */
  channel(): Promise<string | null>;
  /** Remembers where the card of an approval stands, so that it can be changed for everyone. */
  approvalPosted(approvalId: string, posted: Posted): Promise<void>;
  /** Decides and, when approved, starts exactly the plan of the card. */
  decide(
    person: ChatPerson,
    approvalId: string,
    decision: 'approved' | 'rejected',
  ): Promise<{
    readonly approval: ApprovalCardData;
    readonly posted: Posted | null;
    readonly run?: ProgressCardData;
  }>;
  running(person: ChatPerson): Promise<readonly StatusLine[]>;
  /** The newest report, of one building or of all; null when there is none. */
  report(person: ChatPerson, buildingId: string | null): Promise<ReportCardData | null>;
  /** Repeats the failed items of a run, or of the newest one. */
  retry(person: ChatPerson, runId: string | null): Promise<ProgressCardData>;
  cancel(person: ChatPerson, runId: string | null): Promise<ProgressCardData>;
  /** From now on this message is changed as the run goes on. */
  follow(runId: string, posted: Posted): Promise<void>;
  runs(person: ChatPerson): Promise<readonly ProgressCardData[]>;
}
