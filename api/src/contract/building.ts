import { z } from 'zod';
import { Finding, PlaceType, Timestamp, Words } from './common.ts';
import { PlanSummary } from './plan.ts';
import { RunCounts, RunState } from './run.ts';

/** How a building stands against Microsoft Places. */
export const BuildingStatus = z.enum([
  'inSync',
  'changesPending',
  'running',
  'held',
  'failed',
  'neverSynced',
  'unknown',
]);
export type BuildingStatus = z.infer<typeof BuildingStatus>;

/** A building of one source. `id` is the `buildingId` of every path. */
export const Building = z.object({
  id: z.string(),
  source: z.string(),
  sourceKey: z.string(),
  name: z.string(),
  status: BuildingStatus,
  revision: z.string(),
  importedAt: Timestamp,
  floors: z.number().int(),
  rooms: z.number().int(),
  desks: z.number().int(),
  lastRun: z
    .object({
      id: z.string(),
      state: RunState,
      startedAt: Timestamp.optional(),
      completedAt: Timestamp.optional(),
      progress: z.object({ done: z.number().int(), total: z.number().int() }),
      counts: RunCounts,
    })
    .optional(),
  lastPlan: z
    .object({ id: z.string(), createdAt: Timestamp, applyable: z.boolean(), summary: PlanSummary })
    .optional(),
});
export type Building = z.infer<typeof Building>;

/** Answer of `PUT /api/sources/{source}/buildings/{sourceKey}`. */
export const StoredBuilding = z.object({
  buildingId: z.string(),
  revision: z.string(),
  findings: z.array(Finding),
});
export type StoredBuilding = z.infer<typeof StoredBuilding>;

/** Answer of `POST /api/sources/{source}/imports`. */
export const ImportResult = z.object({
  buildings: z.array(
    z.object({
      /** The id it has or, in a dry run, would get. */
      buildingId: z.string(),
      sourceKey: z.string(),
      name: z.string(),
      floors: z.number().int(),
      rooms: z.number().int(),
      desks: z.number().int(),
    }),
  ),
  findings: z.array(Finding),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** Body of `POST /api/sources/{source}/fetches`: where the file is; with `dryRun` nothing is stored. */
export const FetchSource = z.object({
  address: z.string().min(1).max(4096),
  dryRun: z.boolean().optional(),
});
export type FetchSource = z.infer<typeof FetchSource>;

/** One row of the ledger: what we last wrote, by Microsoft's `placeId`. */
export const KnownEntry = z.object({
  key: z.string(),
  type: PlaceType,
  name: z.string(),
  placeId: z.string(),
  mailbox: z.string().optional(),
  writtenAt: Timestamp,
});
export type KnownEntry = z.infer<typeof KnownEntry>;

/** Who is asking, and whose account a run would act with. */
export const Connection = z.object({
  state: z.enum(['connected', 'notConnected', 'needsSignIn']),
  account: z.object({ userId: z.string(), name: z.string() }).optional(),
  connectedAt: Timestamp.optional(),
  problem: z.string().optional(),
  hint: z.string().optional(),
  words: Words.optional(),
});
export type Connection = z.infer<typeof Connection>;

/** Answer of `GET /api/me`. */
export const Me = z.object({
  tenantId: z.string(),
  userId: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  connection: Connection,
});
export type Me = z.infer<typeof Me>;
