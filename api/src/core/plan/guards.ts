/** The rules that hold a plan before its first write (reliability-security.md F30-F33). */
import type { KnownPlace, LivePlace } from '../model/place.ts';
import type { Decision } from './decide-place.ts';
import type { Orphan } from './decide-orphans.ts';
import type { Guard, LiveBuilding, Policy } from './plan.ts';
import { say, spoken } from '../model/sentence.ts';
import type { Sentence } from '../model/sentence.ts';

/** Everything a guard may count. */
export interface PlanFacts {
  readonly decisions: readonly Decision[];
  readonly orphans: readonly Orphan[];
  readonly known: readonly KnownPlace[];
  readonly live: LiveBuilding;
  readonly policy: Policy;
  readonly sourceComplete: boolean;
  /** Places of the ledger that the source now names by another id. */
  readonly relinked: number;
}

type Counted = Pick<Guard, 'code' | 'count' | 'limit'> & {
  readonly says: Sentence;
  readonly releasable?: boolean;
};

/** Every guard, tripped or not, always in the same order. A guard trips when its count is above its limit. */
export function makeGuards(facts: PlanFacts): Guard[] {
  const counted: readonly Counted[] = [
    partialRead(facts),
    directoryEmpty(facts),
    noUsableFloor(facts),
    emptySource(facts),
    shrunkenSource(facts),
    idsChanged(facts),
    ...changeGuards(facts),
    removals(facts),
  ];
  return counted.map(({ code, count, limit, says, releasable }) => ({
    code,
    tripped: count > limit,
    count,
    limit,
    ...spoken({ message: says }),
    releasable: releasable ?? true,
  }));
}

/** Below ten places a share says nothing, and a single change is never a mass change. */
const LEAST_FOR_A_SHARE = 10;
const shareOf = (total: number, share: number): number =>
  total < LEAST_FOR_A_SHARE ? total : Math.max(1, Math.floor(total * share));

function partialRead({ live }: PlanFacts): Counted {
  const count = live.complete ? 0 : Math.max(1, live.failures.length);
  const says = live.complete
    ? say`Microsoft Places was read completely.`
    : live.failures.length === 0
      ? say`Reading Microsoft Places failed, so nothing may be changed. Make a new plan.`
      : say`Reading Microsoft Places failed, so nothing may be changed: ${{ failures: live.failures.join('; ') }}. Make a new plan.`;
  return { code: 'partial-read', count, limit: 0, says, releasable: false };
}

function directoryEmpty({ live, known }: PlanFacts): Counted {
  const count = live.complete && live.buildings.length === 0 ? known.length : 0;
  return {
    code: 'directory-empty',
    count,
    limit: 0,
    says: say`Microsoft Places shows no building at all, but ${{ count }} places were synced before. Buildings may be switched off: Set-PlacesSettings -EnableBuildings 'Default:true'. Release this only if they were really deleted.`,
  };
}

/** S11: at least one published floor with a plan. Once something was synced, leaving floors alone is normal. */
function noUsableFloor({ decisions, known }: PlanFacts): Counted {
  const usable = decisions.some(({ place }) => place.type === 'floor' && !place.skip);
  const synced = known.some(({ type }) => type !== 'building');
  return {
    code: 'no-usable-floor',
    count: usable || synced ? 0 : 1,
    limit: 0,
    says: say`A sync needs at least one published floor with a plan. Draw and save the map of a floor in the source and publish it.`,
    releasable: false,
  };
}

function emptySource({ decisions, known }: PlanFacts): Counted {
  const empty = !decisions.some(({ place }) => place.type !== 'building');
  const count = empty ? known.filter(({ type }) => type !== 'building').length : 0;
  return {
    code: 'empty-source',
    count,
    limit: 0,
    says: say`The source names no floor, but ${{ count }} places were synced before.`,
  };
}

/** Orphans that still exist and were not accepted by an earlier released run. */
function gone({ orphans, sourceComplete }: PlanFacts): readonly KnownPlace[] {
  if (!sourceComplete) return [];
  return orphans
    .filter(({ known, node }) => node.action !== 'forget' && known.leftSource !== true)
    .map(({ known }) => known);
}

function shrunkenSource(facts: PlanFacts): Counted {
  const missing = gone(facts);
  const floors = missing.filter(({ type }) => type === 'floor').map(({ name }) => `"${name}"`);
  const { removedShare, removedCount } = facts.policy.limits;
  const limit = Math.min(shareOf(facts.known.length, removedShare), removedCount);
  const counted = say`${{ count: missing.length }} of ${{ all: facts.known.length }} synced places are missing in the source.`;
  return {
    code: 'shrunken-source',
    count: missing.length,
    limit: floors.length > 0 ? 0 : limit,
    says:
      floors.length > 0
        ? say`${{ counted }} Whole floors are missing: ${{ floors: floors.slice(0, 5) }}.`
        : counted,
  };
}

/** A re-import with new ids makes everything look new and everything look gone. */
function idsChanged({ orphans, relinked }: PlanFacts): Counted {
  const limit = orphans.length < LEAST_FOR_A_SHARE ? orphans.length : Math.ceil(orphans.length * 0.8) - 1;
  return {
    code: 'ids-changed',
    count: relinked,
    limit,
    says: say`${{ count: relinked }} of ${{ all: orphans.length }} places whose source id is gone have the name and floor of a new one. Release to carry on with the new ids; nothing is created twice.`,
  };
}

function changeGuards({ decisions, known, policy }: PlanFacts): readonly Counted[] {
  const { limits } = policy;
  const count = { desks: 0, downgraded: 0, assigned: 0, cleared: 0, renamed: 0, moved: 0 };
  for (const { pair, node } of decisions) {
    if (pair.kind === 'ours') {
      for (const { field } of node.changes) {
        if (field === 'displayName') count.renamed += 1;
        if (field === 'parent') count.moved += 1;
      }
    }
    if (node.type === 'desk' && 'live' in pair) countDesk(count, pair.live, node);
  }
  return [
    {
      code: 'too-many-downgrades',
      count: count.downgraded,
      limit: shareOf(count.desks, limits.downgradedShare),
      says: say`${{ count: count.downgraded }} of ${{ all: count.desks }} desks would become unavailable.`,
    },
    {
      code: 'too-many-cleared-assignments',
      count: count.cleared,
      limit: shareOf(count.assigned, limits.clearedShare),
      says: say`${{ count: count.cleared }} of ${{ all: count.assigned }} assigned desks would lose their assignment.`,
    },
    {
      code: 'too-many-renames',
      count: count.renamed,
      limit: shareOf(known.length, limits.renamedShare),
      says: say`${{ count: count.renamed }} of ${{ all: known.length }} synced places would be renamed.`,
    },
    {
      code: 'too-many-moves',
      count: count.moved,
      limit: shareOf(known.length, limits.movedShare),
      says: say`${{ count: count.moved }} of ${{ all: known.length }} synced places would be moved.`,
    },
  ];
}

interface DeskCount {
  desks: number;
  downgraded: number;
  assigned: number;
  cleared: number;
}

/** Desks that are taken over count too: an administrator's own settings can be lost just the same. */
function countDesk(count: DeskCount, live: LivePlace, { changes }: Decision['node']): void {
  count.desks += 1;
  const wasAssigned = live.fields.mode?.kind === 'assigned';
  if (wasAssigned) count.assigned += 1;
  const change = changes.find(({ field }) => field === 'mode');
  if (!change) return;
  const { kind } = change.after as { kind: string };
  if (kind === 'unavailable') count.downgraded += 1;
  if (wasAssigned && kind !== 'assigned') count.cleared += 1;
}

function removals({ orphans, known, policy }: PlanFacts): Counted {
  const count = orphans.filter(({ node }) => node.action === 'remove').length;
  const { removedShare, removedCount } = policy.limits;
  return {
    code: 'too-many-removals',
    count,
    limit: Math.min(shareOf(known.length, removedShare), removedCount),
    says: say`${{ count }} of ${{ all: known.length }} synced places would be removed from Microsoft Places.`,
  };
}
