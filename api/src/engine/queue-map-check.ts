/** When a map that is not shown yet is looked for again. */
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';

const FIRST_MS = 60_000;
const LONGEST_MS = 1_800_000;

/** Looks come after 1, 2, 4, 8, 16 minutes and then every half hour. @param looks how often it was looked for already */
export function queueMapCheck(
  deps: Pick<Deps, 'queue'>,
  { tenantId, id }: Pick<Run, 'tenantId' | 'id'>,
  looks: number,
): Promise<void> {
  const afterMs = Math.min(FIRST_MS * 2 ** Math.min(looks, 10), LONGEST_MS);
  return deps.queue.send('map.check', { tenantId, runId: id }, `${id}:map:${looks}`, { afterMs });
}
