import { z } from 'zod';
import { Finding, PlaceType, Timestamp, Words } from './common.ts';
import { Action, Handover } from './plan.ts';

export const RunState = z.enum([
  'queued',
  'running',
  'paused',
  'held',
  'cancelling',
  'done',
  'doneWithFailures',
  'failed',
  'cancelled',
]);
export type RunState = z.infer<typeof RunState>;

/** What became of the places of a run. */
export const RunCounts = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  adopted: z.number().int(),
  moved: z.number().int(),
  removed: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
  /** Created or not: the answer was lost and looking did not settle it. */
  unknown: z.number().int(),
});
export type RunCounts = z.infer<typeof RunCounts>;

/** One attempt to carry out one plan. */
export const Run = z.object({
  id: z.string(),
  planId: z.string(),
  buildingId: z.string(),
  state: RunState,
  stateReason: z.string().optional(),
  /** When a paused run goes on by itself; missing: it waits for a person. */
  resumesAt: Timestamp.optional(),
  requestedBy: z.string(),
  actingAs: z.string(),
  createdAt: Timestamp,
  startedAt: Timestamp.optional(),
  completedAt: Timestamp.optional(),
  progress: z.object({ done: z.number().int(), total: z.number().int() }),
  counts: RunCounts,
  /** The run whose failed items this one repeats. */
  retryOf: z.string().optional(),
});
export type Run = z.infer<typeof Run>;

/** Body of `POST /api/plans/{planId}/runs`. */
export const StartRun = z.strictObject({ release: z.array(z.string().max(100)).max(50).optional() });
export type StartRun = z.infer<typeof StartRun>;

/** Data of the server-sent event `step`: one item reached its end. */
export const StepEvent = z.object({
  key: z.string(),
  name: z.string(),
  type: PlaceType,
  action: Action,
  outcome: z.enum(['done', 'failed', 'unknown', 'skipped']),
  error: z
    .object({
      status: z.number().nullable(),
      code: z.string(),
      message: z.string(),
      requestId: z.string().nullable(),
    })
    .optional(),
});
export type StepEvent = z.infer<typeof StepEvent>;

/** Microsoft's own words about a refusal. */
export const ServiceError = z.object({
  /** HTTP status, null when no answer came. */
  status: z.number().nullable(),
  code: z.string(),
  message: z.string(),
  /** Microsoft's `request-id`; give it to Microsoft support. */
  requestId: z.string().nullable(),
  clientRequestId: z.string().nullable().optional(),
});
export type ServiceError = z.infer<typeof ServiceError>;

/** An item that did not work. */
export const Failure = z.object({
  key: z.string(),
  name: z.string(),
  type: PlaceType,
  action: Action,
  error: ServiceError,
  /** What it means and what to do next, in plain words. */
  advice: z.string().optional(),
});
export type Failure = z.infer<typeof Failure>;

/** What became of one place in a run; `untouched`: nothing to do, `apart`: it was not part of this (repeated) run. */
export const RunPlace = z.object({
  key: z.string(),
  type: PlaceType,
  name: z.string(),
  action: Action,
  outcome: z.enum(['untouched', 'apart', 'open', 'done', 'failed', 'unknown', 'skipped']),
});
export type RunPlace = z.infer<typeof RunPlace>;

/** What became of the floor map. */
export const MapReport = z.object({
  state: z.string(),
  message: z.string(),
  /** The same without the floors and times that stand beside it; missing when that would be all of `message`. */
  done: z.string().optional(),
  words: Words.optional(),
  /** Floor by floor; missing when the run uploaded no map. */
  floors: z
    .array(
      z.object({
        key: z.string(),
        name: z.string(),
        state: z.enum(['uploaded', 'pending']),
        /** Shapes that are linked with their places, of those that stand for one. */
        correlated: z.number().int(),
        places: z.number().int(),
      }),
    )
    .optional(),
  /** While `pending`: until when it is normal that it is not shown completely. */
  until: Timestamp.optional(),
});
export type MapReport = z.infer<typeof MapReport>;

/** The finished account of a run. `summary` equals the run's counts. */
export const Report = z.object({
  runId: z.string(),
  planId: z.string(),
  building: z.object({ id: z.string(), name: z.string() }),
  state: RunState,
  stateReason: z.string().optional(),
  requestedBy: z.string(),
  actingAs: z.string(),
  startedAt: Timestamp.optional(),
  completedAt: Timestamp.optional(),
  summary: RunCounts,
  failures: z.array(Failure),
  warnings: z.array(Finding),
  handovers: z.array(Handover),
  map: MapReport,
  /** Until when it is normal that a kind of change is not visible everywhere yet. */
  propagation: z.array(z.object({ what: z.string(), expectedBy: Timestamp })),
});
export type Report = z.infer<typeof Report>;
