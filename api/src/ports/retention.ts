import type { TenantId } from '../core/model/place.ts';

/** How many rows went, by what they were. */
export type Pruned = Readonly<
  Record<'runs' | 'plans' | 'snapshots' | 'approvals' | 'messages' | 'answers', number>
>;

/** Removes what is old, and never what something that stays still needs. The ledger is not its business. */
export interface Retention {
  /**
   * Removes runs that ended before (with journal, events and report), plans and snapshots made before, decided
   * approvals, sent messages, kept answers. Of each building the newest snapshot, plan, run and finished run stay, and
   * what those, an unfinished run or an open approval refer to.
   */
  prune(tenant: TenantId, before: Date): Promise<Pruned>;
}
