import type { Floor, FloorPlan, Geometry, Space } from './building.ts';
import type { DraftFloor, DraftPlan, DraftSpace } from './draft.ts';
import { fieldPath } from './draft.ts';
import type { Finding } from './finding.ts';
import { geometryWithFindings } from './geometry-findings.ts';
import { cornersOf, liesOn } from './inside-floor.ts';
import { nameProblem, shown } from './name-problem.ts';
import { inMetres } from './read-geometry.ts';
import { areaOf } from './ring.ts';
import { placeOnFloor, toSpace } from './to-space.ts';
import { withoutUndefined } from './without-undefined.ts';
import { saidIn, say, spoken } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** Smallest floor, square metres (workplace/1.0, section 5). */
const SMALLEST_FLOOR = 5;

/** The floor with its spaces; everything that is worth a word about them goes to `findings`. */
export function toFloor(
  draft: DraftFloor,
  drafts: readonly DraftSpace[],
  withoutGeometry: boolean,
  findings: Finding[],
): Floor {
  const outline = outlineOf(draft, findings);
  const problem = draft.problem ?? nameProblem(draft.name);
  const drawn = drafts.some(({ geometry, mapRef }) => geometry ?? mapRef);
  aboutFloor(draft, { outline, problem, withoutGeometry, drawn }, findings);
  return withoutUndefined({
    key: draft.id,
    name: draft.name.trim(),
    ordinal: draft.ordinal,
    shortName: draft.shortName ?? undefined,
    published: draft.published,
    outdoor: draft.outdoor ?? undefined,
    imdf: draft.imdf ?? undefined,
    outline,
    plan: draft.plan ? toPlan(draft.plan) : undefined,
    placeIdHint: draft.placeIdHint ?? undefined,
    problem,
    spaces: spacesOf(drafts, outline, findings),
  });
}

const toPlan = ({ kind, href, content, viewBox, controlPoints }: DraftPlan): FloorPlan =>
  withoutUndefined({
    kind,
    href,
    content: content ?? undefined,
    viewBox: viewBox ?? undefined,
    controlPoints: controlPoints ?? [],
  });

function outlineOf(draft: DraftFloor, findings: Finding[]): Geometry | undefined {
  const label = say`Floor ${{ name: shown(draft.name) }}`;
  const path = fieldPath(draft.path, 'outline');
  const outline = geometryWithFindings(draft.outline, { label: () => label, key: draft.id, path }, findings);
  if (!outline || outline.type === 'svg' || areaOf(inMetres(outline)) > SMALLEST_FLOOR) return outline;
  const message = say`${{ label }} has an outline of less than ${{ least: SMALLEST_FLOOR }} m²; it is not used`;
  findings.push({
    code: 'outline-too-small',
    severity: 'warning',
    ...spoken({ message }),
    key: draft.id,
    path,
  });
  return undefined;
}

/** Says why a floor will be left alone. */
function aboutFloor(
  draft: DraftFloor,
  state: {
    outline: Geometry | undefined;
    problem: Floor['problem'];
    withoutGeometry: boolean;
    drawn: boolean;
  },
  findings: Finding[],
): void {
  const tell = (code: string, severity: Finding['severity'], what: Sentence, hint?: Sentence) =>
    findings.push({
      code,
      severity,
      ...spoken({ message: say`Floor ${{ name: shown(draft.name) }} ${{ what }}`, hint }),
      key: draft.id,
      path: draft.path,
    });
  if (state.problem)
    tell(state.problem.code, 'warning', say`is left alone: ${{ reason: saidIn(state.problem, 'reason') }}`);
  if (!draft.published) {
    tell('floor-unpublished', 'info', say`is not published; it and everything on it is left alone`);
  } else if (!state.outline && state.drawn) {
    tell(
      'floor-without-outline',
      'info',
      say`has no outline of its own; the map takes the one of its spaces`,
    );
  } else if (!state.outline && !state.withoutGeometry) {
    const hint = say`Draw the floor at the source and import it again.`;
    tell('floor-without-plan', 'warning', say`has no plan; it and everything on it is left alone`, hint);
  }
}

function spacesOf(
  drafts: readonly DraftSpace[],
  outline: Geometry | undefined,
  findings: Finding[],
): Space[] {
  const sections = new Set(drafts.filter(({ kind }) => kind === 'section').map(({ id }) => id));
  aboutMapRefs(drafts, findings);
  const spaces = drafts.map((draft) => toSpace(draft, { sections, findings }));
  const corners = spaces.reduce((sum, { geometry }) => sum + cornersOf(geometry), 0);
  const lies = liesOn(outline, corners);
  if (!lies) return spaces;
  return spaces.map((space, i) =>
    space.geometry
      ? placeOnFloor(space, (drafts[i] as DraftSpace).path, lies(space.geometry), findings)
      : space,
  );
}

function aboutMapRefs(drafts: readonly DraftSpace[], findings: Finding[]): void {
  const seen = new Map<string, string>();
  for (const { id, name, mapRef, path } of drafts) {
    if (!mapRef) continue;
    const before = seen.get(mapRef);
    if (before === undefined) {
      seen.set(mapRef, name);
      continue;
    }
    const message = say`${{ name: shown(name) }} and ${{ other: shown(before) }} point at the same element ${{ element: shown(mapRef) }} of the drawing`;
    findings.push({
      code: 'duplicate-map-ref',
      severity: 'warning',
      ...spoken({ message }),
      key: id,
      path: fieldPath(path, 'mapRef'),
    });
  }
}
