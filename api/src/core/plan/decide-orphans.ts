/** The decision table for places of ours that the source no longer names: keep, remove, hand over or forget. */
import type { Finding } from '../model/finding.ts';
import { PLACE_ORDER } from '../model/place.ts';
import type { KnownPlace, LivePlace, PlaceRef, PlaceType } from '../model/place.ts';
import type { GrowingNode } from './decide-place.ts';
import type { LivePlaces } from './live-places.ts';
import type { Handover, Policy, Step } from './plan.ts';
import { removeHandover } from './powershell.ts';
import { FORGET_WAVE, REMOVAL_WAVE_OF } from './waves.ts';
import { say, spoken } from '../model/sentence.ts';
import type { Sentence } from '../model/sentence.ts';

export interface Orphan {
  readonly known: KnownPlace;
  readonly node: GrowingNode;
  readonly step?: Step;
}

export interface OrphansInput {
  /** Ledger rows that no desired place has, in any order. */
  readonly orphans: readonly KnownPlace[];
  readonly live: LivePlaces;
  readonly complete: boolean;
  readonly sourceComplete: boolean;
  readonly policy: Policy;
  /** placeId -> the source id it has now. */
  readonly relinked: ReadonlyMap<string, PlaceRef>;
  /** Live places that this plan moves to another parent. */
  readonly moving: ReadonlySet<string>;
  /** A place that is wanted but left alone; nothing below it is touched. */
  readonly isLeftAlone: (ref: PlaceRef) => boolean;
}

/** One decision per orphan, parents before children. */
export function decideOrphans(input: OrphansInput): Orphan[] {
  const sorted = input.orphans.toSorted(byTypeThenKey);
  const leaving = new Set(input.moving);
  const byRow = new Map<KnownPlace, Orphan>();
  for (const known of sorted.toReversed()) {
    const orphan = decide(known, input, leaving);
    if (orphan.node.action === 'remove') leaving.add(known.placeId);
    byRow.set(known, orphan);
  }
  return sorted.flatMap((known) => byRow.get(known) ?? []);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byTypeThenKey = (a: KnownPlace, b: KnownPlace): number =>
  PLACE_ORDER.indexOf(a.type) - PLACE_ORDER.indexOf(b.type) || compareText(a.key, b.key);

function decide(known: KnownPlace, input: OrphansInput, leaving: ReadonlySet<string>): Orphan {
  if (!input.sourceComplete)
    return show(known, 'keep', say`The source sent a part of the building only, so nothing counts as gone.`);
  const now = input.relinked.get(known.placeId);
  if (now)
    return forget(known, say`It is the same place as "${{ key: now.key }}", which the source names now.`);
  const live = input.live.withId(known.placeId);
  if (!live) {
    return input.complete
      ? forget(known, say`It left the source and is gone from Microsoft Places.`)
      : show(
          known,
          'failedRead',
          say`Reading Microsoft Places failed, so it is not known whether this place exists.`,
        );
  }
  const keep = reasonToKeep(known, live, input);
  return keep === null ? remove(known, live, input, leaving) : show(known, 'keep', keep);
}

function reasonToKeep(known: KnownPlace, live: LivePlace, input: OrphansInput): Sentence | null {
  if (live.type !== known.type)
    return say`It left the source, and its place id now belongs to a ${{ type: live.type }}.`;
  if (known.parent && input.isLeftAlone(known.parent))
    return say`It left the source, but the place above it is left alone.`;
  if (input.policy.orphans === 'keep')
    return say`It left the source. Places are kept unless removal is switched on.`;
  if (!input.complete) return say`It left the source, but nothing is removed while a read failed.`;
  return null;
}

function remove(
  known: KnownPlace,
  live: LivePlace,
  input: OrphansInput,
  leaving: ReadonlySet<string>,
): Orphan {
  const { type } = known;
  if (type === 'room' || type === 'workspace')
    return show(known, 'handover', say`It left the source. Graph cannot remove a ${{ type }}.`, {
      handovers: [removeHandover({ ...live, name: known.name })],
    });
  const staying = input.live.childrenOf(live.placeId).filter(({ placeId }) => !leaving.has(placeId)).length;
  if (staying > 0)
    return show(known, 'keep', say`It left the source, but ${{ count: staying }} of the places in it stay.`);
  const step = removal(known, live, REMOVAL_WAVE_OF[type]);
  const orphan = show(known, 'remove', say`It left the source.`, { findings: mailboxGoes(known, live) });
  return { ...orphan, step };
}

/** Removing a place with a mailbox soft-deletes the mailbox (graph-places.md section 9). */
const mailboxGoes = (known: KnownPlace, live: LivePlace): Finding[] =>
  live.mailbox === undefined
    ? []
    : [
        {
          code: 'mailbox-goes-too',
          severity: 'warning',
          ...spoken({
            message: say`Removing the ${{ type: known.type }} "${{ name: known.name }}" also deletes its mailbox and future bookings. It can be restored for 30 days.`,
          }),
          key: known.key,
        },
      ];

const removal = (known: KnownPlace, live: LivePlace, wave: number): Step => ({
  ...ledgerStep(known, 'remove', wave),
  parentId: live.parentId ?? undefined,
  graphId: live.id,
  mailbox: live.mailbox,
  expected: live,
});

function forget(known: KnownPlace, reason: Sentence): Orphan {
  return { ...show(known, 'forget', reason), step: ledgerStep(known, 'forget', FORGET_WAVE) };
}

const ledgerStep = (known: KnownPlace, kind: 'remove' | 'forget', wave: number): Step => ({
  id: `${kind}:${known.type}:${known.key}`,
  kind,
  type: known.type,
  key: known.key,
  name: known.name,
  wave,
  action: kind,
  parent: known.parent,
  placeId: known.placeId,
  mailbox: known.mailbox,
  fields: {},
  setsParent: false,
  ledgerFields: known.fields,
});

function show(
  known: KnownPlace,
  action: 'keep' | 'remove' | 'forget' | 'handover' | 'failedRead',
  reason: Sentence,
  more: { findings?: readonly Finding[]; handovers?: readonly Handover[] } = {},
): Orphan {
  const { key, type, name, placeId, mailbox } = known;
  return {
    known,
    node: {
      key,
      type: type satisfies PlaceType,
      name,
      action,
      ...spoken({ reason }),
      placeId,
      mailbox,
      changes: [],
      findings: more.findings ?? [],
      handovers: more.handovers,
      children: [],
    },
  };
}
