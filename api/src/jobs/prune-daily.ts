/** Once a day, and at every start, what is old goes. */
import type { TenantId } from '../core/model/place.ts';
import { pruneOld, type KeptDays, type PrunedAll } from '../engine/prune-old.ts';

const DAY_MS = 86_400_000;

export interface PruneDaily {
  readonly deps: Parameters<typeof pruneOld>[0];
  readonly tenant: TenantId;
  readonly kept: KeptDays;
  /** Gets the figures when something went. */
  readonly done: (pruned: PrunedAll) => void;
  readonly failed: (cause: unknown) => void;
}

/** @returns what ends it, after work that is under way */
export function pruneDaily({ deps, tenant, kept, done, failed }: PruneDaily): () => Promise<void> {
  let atWork = Promise.resolve();
  const prune = () => {
    atWork = pruneOld(deps, tenant, kept).then((pruned) => {
      if (Object.values(pruned).some((rows) => rows > 0)) done(pruned);
    }, failed);
  };
  prune();
  const timer = setInterval(prune, DAY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return atWork;
  };
}
