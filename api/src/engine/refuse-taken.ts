import type { PlaceId } from '../core/model/place.ts';
import type { Step } from '../core/plan/plan.ts';
import { PLACE_TAKEN } from './place-taken.ts';
import type { RunningRun } from './running-run.ts';

/**
 * Fails every take-over of a place that another building took after the plan was made, before anything is sent: two
 * plans can name the same room, and each alone is right.
 */
export async function refuseTaken(run: RunningRun, steps: readonly Step[]): Promise<void> {
  const adopts = steps.filter((step) => step.kind === 'adopt');
  const ids = adopts.flatMap((step) => (step.placeId === undefined ? [] : [step.placeId as PlaceId]));
  if (ids.length === 0) return;
  const { tenantId, buildingId } = run.run;
  const taken = new Set<string | undefined>(await run.deps.stores.known.ofOthers(tenantId, buildingId, ids));
  await run.settle(
    adopts
      .filter((step) => taken.has(step.placeId))
      .map((step) => ({ step, state: 'failed', error: PLACE_TAKEN })),
  );
}
