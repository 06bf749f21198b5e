import type { TenantId } from '../core/model/place.ts';
import type { Deps } from './deps.ts';
import { endRun } from './end-run.ts';
import { isActive } from './the-run.ts';

const REASON =
  'The run failed again and again for a reason of our own; the log says why. Nothing that was done is lost. Resume it when the cause is gone.';

/** For a job that is not tried any more: the run waits for a person instead of looking alive for ever (I6). */
export async function giveUpRun(
  deps: Deps,
  { tenantId, runId }: { readonly tenantId: string; readonly runId: string },
): Promise<void> {
  const { runs } = deps.stores;
  const run = await runs.load(tenantId as TenantId, runId);
  if (run === null || !isActive(run)) return;
  const paused = await runs.setState(run, 'paused', REASON, deps.clock.now());
  // A run that is to be cancelled cannot pause: it ends here, with what its journal says.
  if (paused.state !== 'cancelling') return;
  await endRun(deps, await runs.setState(paused, 'cancelled', REASON, deps.clock.now()));
}
