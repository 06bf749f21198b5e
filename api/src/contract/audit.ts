import { z } from 'zod';
import { Timestamp } from './common.ts';

/** The end of the audit log at some moment; keep it outside, and the log can never be shortened unnoticed. */
export const AuditHead = z.object({ seq: z.number().int(), hash: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;

/** Query of `GET /api/audit/verify`: a head that was kept outside, as `seq:hash`. */
export const VerifyQuery = z.object({
  head: z
    .string()
    .regex(/^\d{1,9}:[0-9a-f]{64}$/, 'must be <number>:<64 hexadecimal digits>')
    .optional(),
});

/** Answer of `GET /api/audit/verify`: `head` is the last entry that holds, null for an empty log. */
export const AuditVerdict = z.object({
  ok: z.boolean(),
  head: AuditHead.nullable(),
  problem: z.object({ seq: z.number().int(), kind: z.string(), message: z.string() }).optional(),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

/** A person by a random reference; without a name after the person was erased. */
const AuditPerson = z.object({ ref: z.string(), name: z.string().optional() });

/** One entry of `GET /api/audit`. */
export const AuditEntry = z.object({
  seq: z.number().int(),
  at: Timestamp,
  action: z.string(),
  /** Who asked; null for what happens by itself. */
  initiator: AuditPerson.nullable(),
  /** Whose token acted; null when nothing was sent to Microsoft. */
  actingAs: AuditPerson.nullable(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Query of both calls about a person: the address under which desks may be assigned to them. */
export const PersonQuery = z.object({ email: z.email().max(320).optional() });

/** Answer of `DELETE /api/audit/people/{userId}`: `rows` outside the audit log named them. */
export const ErasedPerson = z.object({ erased: z.boolean(), rows: z.number().int() });

/** Answer of `GET /api/audit/people/{userId}`: where the person is named, and what the audit log says of them. */
export const ExportedPerson = z.object({
  userId: z.string(),
  name: z.string().nullable(),
  rows: z.array(z.object({ where: z.string(), id: z.string(), as: z.array(z.string()) })),
  entries: z.array(AuditEntry),
});
export type ExportedPerson = z.infer<typeof ExportedPerson>;
