/** How a building stands against Microsoft Places, from what the last plan and the last run said. */
import type { PlanHead, Run, StoredBuilding } from '../ports/stores.ts';

export type BuildingStatus =
  'inSync' | 'changesPending' | 'running' | 'held' | 'failed' | 'neverSynced' | 'unknown';

/**
 * | Situation | Status |
 * |---|---|
 * | a run is under way / waits for a person | `running` / `held` |
 * | no run yet | `neverSynced` |
 * | a plan made after the run, of the newest snapshot | what that plan says |
 * | the last run left failures / was cancelled | `failed` / `changesPending` |
 * | the snapshot is newer than what was synced | `changesPending` |
 * | else | `inSync` |
 */
export function statusOf(building: StoredBuilding, run: Run | null, plan: PlanHead | null): BuildingStatus {
  if (run === null) return 'neverSynced';
  switch (run.state) {
    case 'queued':
    case 'running':
    case 'cancelling':
      return 'running';
    case 'paused':
    case 'held':
      return 'held';
    case 'done':
    case 'doneWithFailures':
    case 'failed':
    case 'cancelled':
      return afterRun(building, run, plan);
  }
}

function afterRun(building: StoredBuilding, run: Run, plan: PlanHead | null): BuildingStatus {
  const current = plan?.revision === building.revision;
  if (plan !== null && current && isAfter(plan.createdAt, run.completedAt)) {
    if (!plan.complete) return 'unknown';
    return wantsChanges(plan) ? 'changesPending' : 'inSync';
  }
  if (run.state === 'cancelled') return 'changesPending';
  if (run.state !== 'done') return 'failed';
  return current ? 'inSync' : 'changesPending';
}

const isAfter = (time: string, other: string | undefined) =>
  other !== undefined && Date.parse(time) > Date.parse(other);

/** Whether a run of this plan would do anything. A hand-over is for a person, so it leaves nothing pending for us. */
function wantsChanges({ summary, map }: PlanHead): boolean {
  const { create, update, rename, move, adopt, remove, forget } = summary;
  return map.action === 'upload' || create + update + rename + move + adopt + remove + forget > 0;
}
