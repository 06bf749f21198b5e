/** `plan(desired, known, live, policy) -> plan`: what would be done, and nothing else. */
import { AppError } from '../model/app-error.ts';
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace, KnownPlace, PlaceRef } from '../model/place.ts';
import { decideOrphans } from './decide-orphans.ts';
import type { Orphan } from './decide-orphans.ts';
import { decidePlace, isContainer } from './decide-place.ts';
import type { Decision, GrowingNode } from './decide-place.ts';
import { makeGuards } from './guards.ts';
import { LivePlaces } from './live-places.ts';
import { pairPlaces } from './pair-places.ts';
import type { Pair } from './pair-places.ts';
import { makePlaceTable } from './place-table.ts';
import type { PlaceTable } from './place-table.ts';
import type { Action, LiveBuilding, Plan, Policy, Step, Summary } from './plan.ts';
import { enableBuildingsHandover } from './powershell.ts';
import { RefMap } from './ref-map.ts';
import { inWaves } from './waves.ts';
import { say, spoken } from '../model/sentence.ts';

/** Nothing is removed, what exists is taken over on a sure match, and mass changes are held. */
export const DEFAULT_POLICY: Policy = {
  orphans: 'keep',
  adopt: true,
  limits: {
    removedShare: 0.1,
    removedCount: 25,
    downgradedShare: 0.2,
    clearedShare: 0.2,
    renamedShare: 0.2,
    movedShare: 0.05,
  },
};

export interface PlanInput {
  readonly desired: readonly DesiredPlace[];
  /** Findings of the import and of `desiredPlaces`. */
  readonly findings: readonly Finding[];
  readonly known: readonly KnownPlace[];
  readonly live: LiveBuilding;
  readonly policy: Policy;
  /** false forbids to conclude anything from what the source does not name. */
  readonly sourceComplete: boolean;
  /** Place ids in the ledgers of other buildings of the tenant: never taken over. */
  readonly others?: ReadonlySet<string>;
}

/**
 * Compares the three states and orders the writes that make the live one like the desired one.
 *
 * Pure and linear; the order of `known` and `live` does not matter, that of `desired` is only what is shown.
 * A plan on a partial read shows what it can and has no steps.
 *
 * @throws AppError `bug` `plan-without-building` when neither the source nor the ledger names the building
 */
export function makePlan(input: PlanInput): Plan {
  const { policy, sourceComplete } = input;
  const { complete } = input.live;
  const live = new LivePlaces(input.live);
  const table = makePlaceTable(input.desired, input.known);
  const others = input.others ?? new Set<string>();
  const pairs = pairPlaces({ table, live, complete, sourceComplete, policy, others });
  const decisions = decideAll(table, pairs, live);
  const relinked = relinks(decisions);
  const orphans = decideOrphans({
    orphans: table.orphans,
    live,
    complete,
    sourceComplete,
    policy,
    relinked,
    moving: movingIds(decisions),
    isLeftAlone: (ref) => pairs[table.positionOf(ref)]?.kind === 'left',
  });
  const guards = makeGuards({
    decisions,
    orphans,
    known: input.known,
    live: input.live,
    policy,
    sourceComplete,
    relinked: relinked.size,
  });
  const tree = makeTree(table, decisions, orphans);
  const empty = emptyDirectory(input.live);
  const root = empty
    ? { ...tree, findings: [...tree.findings, empty], handovers: [enableBuildingsHandover] }
    : tree;
  const nodes = [root, ...allNodes(decisions, orphans).filter((node) => node !== tree)];
  return {
    complete,
    applyable: complete && !guards.some(({ tripped, releasable }) => tripped && !releasable),
    summary: summaryOf(nodes),
    tree: root,
    steps: complete ? inWaves(stepsOf(decisions, orphans)) : [],
    findings: allFindings([...input.findings, ...table.findings], nodes),
    guards,
    unmanaged: countUnmanaged(input.known, live, decisions),
  };
}

function decideAll(table: PlaceTable, pairs: readonly Pair[], live: LivePlaces): Decision[] {
  return table.places.map((place, at) => {
    const above = table.parents[at] ?? -1;
    const around = {
      known: table.known[at],
      parent: pairs[above],
      parentName: table.places[above]?.name,
      live,
    };
    return decidePlace(place, pairs[at] ?? { kind: 'unread' }, around);
  });
}

/** Places of the ledger that the source names by another id now. */
function relinks(decisions: readonly Decision[]): Map<string, PlaceRef> {
  const relinked = new Map<string, PlaceRef>();
  for (const { place, pair } of decisions)
    if (pair.kind === 'found' && pair.formerly) relinked.set(pair.live.placeId, place);
  return relinked;
}

function movingIds(decisions: readonly Decision[]): Set<string> {
  const moving = new Set<string>();
  for (const { steps } of decisions)
    for (const { setsParent, placeId } of steps) if (setsParent && placeId !== undefined) moving.add(placeId);
  return moving;
}

const allNodes = (decisions: readonly Decision[], orphans: readonly Orphan[]): GrowingNode[] =>
  decisions.map(({ node }) => node).concat(orphans.map(({ node }) => node));

function* stepsOf(decisions: readonly Decision[], orphans: readonly Orphan[]): Generator<Step> {
  for (const { steps } of decisions) yield* steps;
  // Leaf first, also inside a wave.
  for (const { step } of orphans.toReversed()) if (step) yield step;
}

/** Hangs every node under its parent; an orphan whose parent is gone as well hangs under the building. */
function makeTree(
  table: PlaceTable,
  decisions: readonly Decision[],
  orphans: readonly Orphan[],
): GrowingNode {
  const root = decisions[0]?.node ?? orphans[0]?.node;
  if (root?.type !== 'building')
    throw new AppError(
      'bug',
      'plan-without-building',
      'A plan needs a building in the source or the ledger.',
    );
  const orphanNodes = new RefMap<GrowingNode>();
  const hang = (node: GrowingNode, parent: GrowingNode | undefined): void => {
    if (node !== root) (parent && isContainer(parent.type) ? parent : root).children.push(node);
  };
  decisions.forEach(({ node }, at) => hang(node, decisions[table.parents[at] ?? -1]?.node));
  for (const { known, node } of orphans) {
    const { parent } = known;
    hang(node, parent ? (decisions[table.positionOf(parent)]?.node ?? orphanNodes.get(parent)) : undefined);
    orphanNodes.set(node, node);
  }
  return root;
}

/** An empty answer may mean "switched off" rather than "nothing there" (graph-places.md section 8). */
function emptyDirectory(live: LiveBuilding): Finding | null {
  if (!live.complete || live.buildings.length > 0) return null;
  return {
    code: 'directory-empty',
    severity: 'warning',
    ...spoken({
      message: say`Microsoft Places shows no building at all: either there is none yet, or buildings are switched off.`,
      hint: say`If buildings exist already, an administrator switches them on: ${{ command: enableBuildingsHandover.command }}`,
    }),
  };
}

function summaryOf(nodes: readonly GrowingNode[]): Summary {
  const summary: Record<Action, number> = {
    create: 0,
    update: 0,
    rename: 0,
    move: 0,
    skip: 0,
    adopt: 0,
    remove: 0,
    keep: 0,
    forget: 0,
    handover: 0,
    failedRead: 0,
  };
  for (const { action } of nodes) summary[action] += 1;
  return summary;
}

/**
 * All findings once, those of the inputs first. What the import already said of a place comes again with the place,
 * in the planner's words: those stay.
 */
function allFindings(first: readonly Finding[], nodes: readonly GrowingNode[]): Finding[] {
  const ofPlaces = nodes.flatMap((node) => node.findings);
  const said = new Set(ofPlaces.flatMap((finding) => about(finding) ?? []));
  const once = new Map<string, Finding>();
  for (const finding of [...first.filter((each) => !said.has(about(each) ?? '')), ...ofPlaces]) {
    const { code, key, path, message } = finding;
    const same = JSON.stringify([code, key, path, message]);
    if (!once.has(same)) once.set(same, finding);
  }
  return [...once.values()];
}

const about = ({ code, key }: Finding): string | undefined =>
  key === undefined ? undefined : `${code} ${key}`;

function countUnmanaged(
  known: readonly KnownPlace[],
  live: LivePlaces,
  decisions: readonly Decision[],
): number {
  let unmanaged = live.countBelow;
  for (const { placeId } of known) if (live.isBelow(placeId)) unmanaged -= 1;
  for (const { pair } of decisions)
    if (pair.kind === 'found' && !pair.formerly && live.isBelow(pair.live.placeId)) unmanaged -= 1;
  return unmanaged;
}
