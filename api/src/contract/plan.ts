import { z } from 'zod';
import { Finding, PlaceType, Timestamp, Words } from './common.ts';

/** What a plan means to do with a place. */
export const Action = z.enum([
  'create',
  'update',
  'rename',
  'move',
  'skip',
  'adopt',
  'remove',
  'keep',
  'forget',
  'handover',
  'failedRead',
]);
export type Action = z.infer<typeof Action>;

/** Places by action; every place of the plan counts once. */
export const PlanSummary = z.record(Action, z.number().int());
export type PlanSummary = z.infer<typeof PlanSummary>;

/** One managed field that differs: `before` is live, `after` is wanted. */
export const FieldChange = z.object({
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** One place of the plan with everything below it. */
export interface PlanNode {
  key: string;
  type: PlaceType;
  name: string;
  action: Action;
  reason?: string | undefined;
  words?: Words | undefined;
  placeId?: string | undefined;
  mailbox?: string | undefined;
  changes: FieldChange[];
  findings: Finding[];
  /** Exact commands for what Graph cannot do; empty when nothing is handed over. */
  handovers?: Handover[] | undefined;
  children: PlanNode[];
}

/** What an administrator has to do by hand, with the exact PowerShell. */
export const Handover = z.object({ why: z.string(), command: z.string(), words: Words.optional() });
export type Handover = z.infer<typeof Handover>;

export const PlanNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    key: z.string(),
    type: PlaceType,
    name: z.string(),
    action: Action,
    reason: z.string().optional(),
    words: Words.optional(),
    placeId: z.string().optional(),
    mailbox: z.string().optional(),
    changes: z.array(FieldChange),
    findings: z.array(Finding),
    handovers: z.array(Handover).optional(),
    children: z.array(PlanNode),
  }),
);

/** A rule that can stop a plan before its first write. */
export const Guard = z.object({
  code: z.string(),
  tripped: z.boolean(),
  count: z.number(),
  limit: z.number(),
  message: z.string(),
  words: Words.optional(),
  /** false: nobody can release it; the cause has to go away first (a partial read). */
  releasable: z.boolean(),
});
export type Guard = z.infer<typeof Guard>;

/** What will happen to the floor map of the building. */
export const PlanMap = z.object({
  action: z.enum(['upload', 'skip', 'none']),
  reason: z.string().optional(),
  words: Words.optional(),
  /** Floors that the package draws. */
  floors: z.number().int(),
  /** What an Admin may release when a run starts, so that it replaces a map of somebody else; places need no release. */
  release: z.string().optional(),
});
export type PlanMap = z.infer<typeof PlanMap>;

/** A saved plan: what a run of it would do, and nothing else. */
export const Plan = z.object({
  id: z.string(),
  buildingId: z.string(),
  createdAt: Timestamp,
  createdBy: z.string(),
  /** false when a read of Microsoft Places failed or came back partial. */
  complete: z.boolean(),
  /** false when it may not be run at all: incomplete, or blocked by an unreleasable guard. */
  applyable: z.boolean(),
  /** Fingerprints of the three inputs. */
  basis: z.object({ source: z.string(), known: z.string(), live: z.string() }),
  summary: PlanSummary,
  tree: PlanNode,
  map: PlanMap,
  /** Whose rights Microsoft Places was read with: of the person who asked, or else of the connected account. */
  readAs: z
    .object({
      who: z.enum(['viewer', 'connectedAccount']),
      name: z.string(),
      /** Why it was not the person: `consent-required`, `no-role`, `no-token`, `sign-in-unreachable`, ... */
      why: z.string().optional(),
    })
    .optional(),
  findings: z.array(Finding),
  guards: z.array(Guard),
  /** Places below this building that are not ours: never touched. */
  unmanaged: z.number().int(),
});
export type Plan = z.infer<typeof Plan>;
