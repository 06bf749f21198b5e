/** The decision table for places that the source wants: what is shown, and which writes it takes. */
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace, KnownPlace, LivePlace, PlaceFields, PlaceType } from '../model/place.ts';
import { canonicalFields } from './canonical.ts';
import { changedByHand, createChanges, fieldChanges, fieldsOf } from './compare-place.ts';
import type { LivePlaces } from './live-places.ts';
import { leftFinding } from './pair-places.ts';
import type { Pair } from './pair-places.ts';
import type { Action, FieldChange, PlanNode, Step, StepKind } from './plan.ts';
import { renameHandover } from './powershell.ts';
import { RENAME_WAVE, WAVE_OF } from './waves.ts';
import { english, say, spoken } from '../model/sentence.ts';
import type { Sentence } from '../model/sentence.ts';

/** A node whose children are still being added. */
export type GrowingNode = Omit<PlanNode, 'children'> & { readonly children: PlanNode[] };

/** What becomes of one desired place. */
export interface Decision {
  readonly place: DesiredPlace;
  readonly pair: Pair;
  readonly node: GrowingNode;
  readonly steps: readonly Step[];
}

export interface Surroundings {
  readonly known: KnownPlace | undefined;
  readonly parent: Pair | undefined;
  readonly parentName: string | undefined;
  readonly live: LivePlaces;
}

type LivePair = Extract<Pair, { live: LivePlace }>;
const NOTHING: readonly never[] = [];

/** The row of the decision table for one place. */
export function decidePlace(place: DesiredPlace, pair: Pair, around: Surroundings): Decision {
  switch (pair.kind) {
    case 'left': {
      const finding = leftFinding(place, pair);
      const findings = finding ? [...place.findings, finding] : place.findings;
      const { reason, words } = pair;
      return still(place, pair, { action: 'skip', reason, words, findings }, around.known);
    }
    case 'unread':
      return still(place, pair, { action: 'failedRead', reason: UNREAD }, around.known);
    case 'new':
      return create(place, pair, around);
    case 'ours':
    case 'found':
      return compare(place, pair, around);
  }
}

const UNREAD = english(say`Reading Microsoft Places failed, so it is not known whether this place exists.`);

function still(
  place: DesiredPlace,
  pair: Pair,
  shown: Shown & { action: Action },
  known: KnownPlace | undefined,
): Decision {
  const ids = { placeId: known?.placeId, mailbox: known?.mailbox };
  return { place, pair, node: nodeOf(place, shown.action, { ...ids, ...shown }), steps: NOTHING };
}

type Shown = Partial<
  Pick<PlanNode, 'reason' | 'words' | 'placeId' | 'mailbox' | 'changes' | 'findings' | 'handovers'>
>;

/** Rooms, workspaces and desks never have anything below them. */
export const isContainer = (type: PlaceType): boolean =>
  type === 'building' || type === 'floor' || type === 'section';

/** One empty list for everything that is no container saves a tenth of the memory of a plan. */
const NO_CHILDREN: never[] = [];

const nodeOf = (place: DesiredPlace, action: Action, shown: Shown): GrowingNode => ({
  key: place.key,
  type: place.type,
  name: place.name,
  action,
  reason: shown.reason,
  ...(shown.words && { words: shown.words }),
  placeId: shown.placeId,
  mailbox: shown.mailbox,
  changes: shown.changes ?? NOTHING,
  findings: shown.findings ?? place.findings,
  handovers: shown.handovers,
  children: isContainer(place.type) ? [] : NO_CHILDREN,
});

function create(place: DesiredPlace, pair: Extract<Pair, { kind: 'new' }>, around: Surroundings): Decision {
  const fields = canonicalFields({ ...place.createOnly, ...place.fields });
  const step: Step = {
    ...stepOf('create', place, 'create', around),
    fields,
    setsParent: place.parent !== null,
  };
  const shown = { reason: createReason(place, pair), changes: createChanges(fields) };
  const node = nodeOf(place, 'create', shown);
  return { place, pair, node, steps: [step] };
}

function createReason(place: DesiredPlace, pair: Extract<Pair, { kind: 'new' }>): string | undefined {
  if (pair.goneKnown) return english(say`It is gone from Microsoft Places.`);
  if (place.type !== 'room' && place.type !== 'workspace') return undefined;
  return english(say`Microsoft creates a new mailbox for it.`);
}

function stepOf(kind: StepKind, place: DesiredPlace, action: Action, around: Surroundings): Step {
  const { parent } = around;
  return {
    id: `${kind}:${place.type}:${place.key}`,
    kind,
    type: place.type,
    key: place.key,
    name: place.name,
    wave: kind === 'rename' ? RENAME_WAVE : WAVE_OF[place.type],
    action,
    parent: place.parent,
    parentId: parent && 'live' in parent ? parent.live.placeId : undefined,
    mailbox: place.mailbox,
    fields: {},
    setsParent: false,
    ledgerFields: canonicalFields(place.fields),
  };
}

function compare(place: DesiredPlace, pair: LivePair, around: Surroundings): Decision {
  const { live } = pair;
  const fields = fieldChanges(place, live, around.known);
  const moved = parentChange(place, live, around);
  if (!moved && fields.length === 0 && pair.kind === 'ours')
    return { place, pair, node: nodeOf(place, 'skip', live), steps: NOTHING };
  const changes = moved ? [moved, ...fields] : fields;
  const sent = changes.filter((change) => !wasRefused(change, around.known));
  const action = actionOf(pair, changes, sent);
  const handovers = changes
    .filter(({ field }) => field === 'displayName')
    .map(() => renameHandover({ ...live, name: live.fields.displayName ?? place.name }, place.name));
  const node = nodeOf(place, action, {
    placeId: live.placeId,
    mailbox: live.mailbox,
    ...spoken({ reason: reasonOf(place, pair, changes) }),
    changes,
    ...(moved && { findings: [...place.findings, ...otherBuilding(place, live, around)] }),
    ...(handovers.length > 0 && { handovers }),
  });
  return { place, pair, node, steps: writesOf(place, pair, action, sent, around) };
}

function parentChange(place: DesiredPlace, live: LivePlace, around: Surroundings): FieldChange | null {
  const { parent } = around;
  if (!parent || parent.kind === 'unread' || parent.kind === 'left') return null;
  if ('live' in parent && parent.live.placeId === live.parentId) return null;
  const now = live.parentId === null ? undefined : around.live.withId(live.parentId);
  return { field: 'parent', before: now?.fields.displayName ?? live.parentId, after: around.parentName };
}

/** The old name, which the place keeps because Microsoft refused the new one. */
const refusedName = (
  { fields }: DesiredPlace,
  { fields: { displayName } }: LivePlace,
  known: KnownPlace | undefined,
): PlaceFields | undefined =>
  displayName !== undefined &&
  known?.refusedName !== undefined &&
  known.refusedName === canonicalFields(fields).displayName
    ? { displayName }
    : undefined;

/** Asking again for a name that Microsoft refused would fail every run of this building. */
const wasRefused = ({ field, after }: FieldChange, known: KnownPlace | undefined): boolean =>
  field === 'displayName' && known?.refusedName !== undefined && known.refusedName === after;

/** @param sent the changes that are written; the others are an administrator's to make */
function actionOf(pair: LivePair, changes: readonly FieldChange[], sent: readonly FieldChange[]): Action {
  if (pair.kind === 'found') return 'adopt';
  if (changes.length > 0 && sent.length === 0) return 'handover';
  if (sent.some(({ field }) => field === 'parent')) return 'move';
  return sent.some(({ field }) => field !== 'displayName') ? 'update' : 'rename';
}

function reasonOf(
  place: DesiredPlace,
  pair: LivePair,
  changes: readonly FieldChange[],
): Sentence | undefined {
  if (pair.kind === 'found') {
    const { how, formerly } = pair;
    return formerly
      ? say`It exists already: ${{ how }}; it was ${{ key: formerly.key }} in the source before.`
      : say`It exists already: ${{ how }}.`;
  }
  if (changes.some((change) => wasRefused(change, pair.known)))
    return say`Microsoft refused this name before, so it is not asked again.`;
  if (changedByHand(place, pair.known, changes)) return say`Changed in Microsoft Places since the last sync.`;
  const moved = changes.some(({ field }) => field === 'parent');
  const sameWish = moved && pair.known.parent?.key === place.parent?.key;
  return sameWish ? say`Moved in Microsoft Places since the last sync.` : undefined;
}

/** One building's room in another building is a thing to look at, not an error: rooms do get handed over. */
function otherBuilding(place: DesiredPlace, live: LivePlace, around: Surroundings): readonly Finding[] {
  if (live.parentId === null || around.live.withId(live.parentId)) return NOTHING;
  return [
    {
      code: 'in-another-building',
      severity: 'warning',
      ...spoken({
        message: say`The ${{ type: place.type }} "${{ name: place.name }}" is in another building of Microsoft Places now and will be moved here.`,
        hint: say`Check that the source means this mailbox.`,
      }),
      key: place.key,
    },
  ];
}

/** A rename is a write of its own, because Graph may refuse it and must not drag the rest along. */
function writesOf(
  place: DesiredPlace,
  pair: LivePair,
  action: Action,
  changes: readonly FieldChange[],
  around: Surroundings,
): Step[] {
  const { live } = pair;
  const target = {
    placeId: live.placeId,
    graphId: live.id,
    mailbox: live.mailbox ?? place.mailbox,
    expected: live,
  };
  const moves = changes.some(({ field }) => field === 'parent');
  const rename = changes.filter(({ field }) => field === 'displayName');
  const rest = changes.filter(({ field }) => field !== 'displayName' && field !== 'parent');
  const kind: StepKind = pair.kind === 'found' ? 'adopt' : moves ? 'move' : 'update';
  const planned = stepOf(kind, place, action, around);
  const keepsName = refusedName(place, live, around.known);
  const main: Step = {
    ...planned,
    ...target,
    fields: fieldsOf(rest),
    setsParent: moves,
    ...(keepsName && { ledgerFields: { ...planned.ledgerFields, ...keepsName } }),
  };
  const renaming: Step = {
    ...stepOf('rename', place, action, around),
    ...target,
    fields: fieldsOf(rename),
  };
  const needsMain = kind !== 'update' || rest.length > 0;
  return [...(needsMain ? [main] : []), ...(rename.length > 0 ? [renaming] : [])];
}
