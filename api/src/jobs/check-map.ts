import { z } from 'zod';

const Payload = z.object({ tenantId: z.string().min(1), runId: z.string().min(1) });

/** The job `map.check`: looks again for the map of a run. It may be delivered more than once. */
export function checkMapJob(
  check: (run: z.infer<typeof Payload>) => Promise<void>,
): (payload: unknown) => Promise<void> {
  return (payload) => check(Payload.parse(payload));
}
