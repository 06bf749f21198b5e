import { z } from 'zod';
import { Timestamp } from './common.ts';

/** A channel that reports can go to: the app is installed there. */
export const ReportChannel = z.object({
  id: z.string(),
  name: z.string(),
  /** Name of the team, as far as Teams told it. */
  team: z.string().optional(),
});
export type ReportChannel = z.infer<typeof ReportChannel>;

/** Body of `PUT /api/settings/notifications`. */
export const NotificationChoice = z.strictObject({
  /** null: the first team that has the app. */
  channelId: z.string().min(1).max(300).nullable(),
  /** Whether the person who asked for a sync gets the report by mail. */
  mail: z.boolean(),
});
export type NotificationChoice = z.infer<typeof NotificationChoice>;

/** Where reports go, and how the channel is doing. */
export const Notifications = z.object({
  channelId: z.string().nullable(),
  mail: z.boolean(),
  /** false: no mail server is set for this installation. */
  mailAvailable: z.boolean(),
  /** `none`: the app is in no team yet. `broken`: Teams refuses; nothing is posted until another channel is chosen. */
  channelState: z.enum(['ok', 'none', 'broken']),
  /** Teams' own code, and since when. */
  problem: z.object({ code: z.string(), at: Timestamp }).optional(),
  channels: z.array(ReportChannel),
});
export type Notifications = z.infer<typeof Notifications>;

/** Body of `PUT /api/buildings/{buildingId}/approval`; what is not said is not allowed. */
export const ApprovalChoice = z.strictObject({ allowed: z.boolean().default(false) });
export type ApprovalChoice = z.infer<typeof ApprovalChoice>;

/** Whether help desk may sync a building from chat, as long as nothing in the plan is risky. */
export const StandingApproval = z.object({
  allowed: z.boolean(),
  by: z.string().optional(),
  at: Timestamp.optional(),
});
export type StandingApproval = z.infer<typeof StandingApproval>;

/** A building that help desk may sync from chat. */
export const BuildingApproval = StandingApproval.extend({ buildingId: z.string() });
export type BuildingApproval = z.infer<typeof BuildingApproval>;
