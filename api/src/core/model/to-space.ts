import type { Allocation, Geometry, Space } from './building.ts';
import type { DraftAllocation, DraftSpace } from './draft.ts';
import { fieldPath } from './draft.ts';
import type { Finding } from './finding.ts';
import { geometryWithFindings } from './geometry-findings.ts';
import type { Lies } from './inside-floor.ts';
import { nameProblem, shown } from './name-problem.ts';
import { withoutUndefined } from './without-undefined.ts';
import { saidIn, say, spoken } from './sentence.ts';
import type { Sentence } from './sentence.ts';

type Problem = NonNullable<Space['problem']>;

/** What a space has to know about its floor. */
export interface Surroundings {
  /** Ids of the sections of the floor. */
  readonly sections: ReadonlySet<string>;
  readonly findings: Finding[];
}

/** Kinds that are drawn and nothing else. */
const DRAWN_ONLY: readonly string[] = ['amenity', 'structure', 'circulation', 'other'];

/** The space in the model's form; what cannot be synced carries the reason as `problem`. */
export function toSpace(draft: DraftSpace, { sections, findings }: Surroundings): Space {
  const { id, path, kind, parentId } = draft;
  const drawn = DRAWN_ONLY.includes(kind);
  const geometry = geometryWithFindings(
    draft.geometry,
    { label: () => labelOf(draft), key: id, path: fieldPath(path, 'geometry') },
    findings,
  );
  const name = draft.name.trim();
  const problem = drawn ? undefined : (nameProblem(name) ?? shapeProblem(draft, geometry));
  if (problem) findings.push(leftAlone(draft, problem));
  return withoutUndefined({
    key: id,
    kind,
    name,
    parentKey: parentId && sections.has(parentId) ? parentId : undefined,
    geometry,
    mapRef: given(draft.mapRef),
    category: given(draft.category),
    layer: given(draft.layer),
    imdf: given(draft.imdf),
    features: draft.features ?? [],
    accessible: draft.accessible,
    capacity: draft.capacity,
    bookable: given(draft.bookable),
    mailbox: draft.mailbox?.trim().toLowerCase() || undefined,
    phone: draft.phone,
    roomType: given(draft.type),
    allocations: (draft.allocations ?? []).map(toAllocation),
    placeIdHint: given(draft.placeIdHint),
    problem,
  });
}

const given = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

const toAllocation = ({ email, from, to, days, order }: DraftAllocation): Allocation =>
  withoutUndefined({
    email: email.trim().toLowerCase(),
    from: given(from),
    to: given(to),
    days: given(days),
    order: given(order),
  });

/** A shape that was given and has no area cannot be repaired (workplace/1.0: skip the item with a reason). */
function shapeProblem(draft: DraftSpace, geometry: Geometry | undefined): Problem | undefined {
  if (!draft.geometry || geometry) return undefined;
  return { code: 'geometry-unusable', ...spoken({ reason: say`Its shape has no area that could be drawn` }) };
}

/** Judges a space against the outline of its floor. A desk that stands elsewhere is left alone. */
export function placeOnFloor(space: Space, path: string, lies: Lies | null, findings: Finding[]): Space {
  if (lies === null || lies === 'inside') return space;
  const isDesk = space.kind === 'desk';
  const label = labelOf({ ...space, id: space.key });
  if (isDesk && lies === 'middleOutside') {
    const problem = {
      code: 'desk-outside-floor',
      ...spoken({ reason: say`It stands outside the outline of its floor` }),
    };
    if (space.problem) return space;
    findings.push(leftAlone({ ...space, id: space.key, path }, problem));
    return { ...space, problem };
  }
  findings.push({
    code: 'space-outside-floor',
    severity: 'warning',
    ...spoken({ message: say`${{ label }} lies partly or wholly outside the outline of its floor` }),
    key: space.key,
    path: fieldPath(path, 'geometry'),
  });
  return space;
}

function leftAlone(
  space: { kind: string; name: string; id: string; path: string },
  problem: Problem,
): Finding {
  return {
    code: problem.code,
    severity: 'warning',
    ...spoken({
      message: say`${{ label: labelOf(space) }} is left alone: ${{ reason: saidIn(problem, 'reason') }}`,
    }),
    key: space.id,
    path: space.path,
  };
}

const labelOf = ({ kind, name, id }: { kind: string; name: string; id: string }): Sentence =>
  say`${{ type: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}` }} ${{ name: shown(name || id) }}`;
