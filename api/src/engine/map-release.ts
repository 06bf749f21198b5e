/** The word of an administrator that one run may replace a map that somebody else uploaded. */
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';

/** What is released by name when a run is started, like a guard; without it such a map stays as it is. */
export const MAP_OF_OTHERS = 'map-of-others';

type WhichRun = Pick<Run, 'tenantId' | 'buildingId' | 'id' | 'retryOf'>;

const keyOf = ({ buildingId }: WhichRun): string => `map-release:${buildingId}`;

/** For this run and no other. */
export const releaseMap = (deps: Pick<Deps, 'stores'>, run: WhichRun): Promise<void> =>
  deps.stores.settings.save(run.tenantId, keyOf(run), { runId: run.id });

export async function mapReleased(deps: Pick<Deps, 'stores'>, run: WhichRun): Promise<boolean> {
  // Only releaseMap writes there.
  const released = (await deps.stores.settings.load(run.tenantId, keyOf(run))) as { runId: string } | null;
  return released !== null && (released.runId === run.id || released.runId === run.retryOf);
}
