import { z } from 'zod';
import type { TenantId } from '../core/model/place.ts';

const Payload = z.object({ tenantId: z.string().min(1), runId: z.string().min(1) });

/** Which run to carry out; everything else is in the stores. */
export interface ApplyRun {
  readonly tenantId: TenantId;
  readonly runId: string;
}

/**
 * The job `run.apply`: carries a run on from wherever its journal stands. It may be delivered more than once; the
 * verb does nothing for a run that has ended. `signal` is aborted when this process stops or has lost the job.
 */
export function applyRunJob(
  apply: (run: ApplyRun, signal: AbortSignal) => Promise<unknown>,
): (payload: unknown, signal: AbortSignal) => Promise<void> {
  return async (payload, signal) => {
    const { tenantId, runId } = Payload.parse(payload);
    await apply({ tenantId: tenantId as TenantId, runId }, signal);
  };
}
