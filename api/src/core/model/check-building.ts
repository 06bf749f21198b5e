/** What makes a building unusable: every rule that needs more than one value, all problems at once. */
import type { DraftBuilding, DraftFloor, DraftSpace } from './draft.ts';
import { fieldPath } from './draft.ts';
import type { Finding } from './finding.ts';
import { hasControlCharacters, nameProblem, shown } from './name-problem.ts';
import { saidIn, say, spoken } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** Most places of one building (workplace/1.0, section 5). */
const MOST_SPACES = 20_000;
/** Kinds that become places; the others are only drawn. */
const SYNCED: readonly string[] = ['room', 'desk', 'workspace', 'section'];

type Report = (code: string, message: Sentence, path: string, key: string) => void;

/** Every hard error of one building. Empty = it can be used. */
export function checkBuilding(draft: DraftBuilding): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (code, message, path, key) =>
    findings.push({ code, severity: 'error', ...spoken({ message }), path, key });
  checkItself(draft, report);
  checkIds(draft.floors, 'floor', report);
  checkIds(draft.spaces, 'space', report);
  checkFloors(draft, report);
  checkParents(draft, report);
  checkMailboxes(draft.spaces, report);
  for (const space of draft.spaces) checkAllocations(space, report);
  return findings;
}

function checkItself(draft: DraftBuilding, report: Report): void {
  const { id, path, timeZone, position } = draft;
  if (hasControlCharacters(id)) {
    const message = say`The id of the building contains control characters or line breaks`;
    report('id-control-characters', message, fieldPath(path, 'id'), shown(id));
  }
  const problem = nameProblem(draft.name);
  if (problem)
    report(
      problem.code,
      say`Building ${{ name: shown(draft.name) }}: ${{ reason: saidIn(problem, 'reason') }}`,
      fieldPath(path, 'name'),
      id,
    );
  if (timeZone && !isTimeZone(timeZone)) {
    const message = say`${{ zone: shown(timeZone) }} is not an IANA time zone such as Europe/Stockholm`;
    report('time-zone-unknown', message, fieldPath(path, 'timeZone'), id);
  }
  for (const [field, point] of [
    ['position', position],
    ['frame/anchor', draft.frame?.anchor],
  ] as const) {
    if (point) checkPosition(point, fieldPath(path, field), id, report);
  }
  const places = draft.spaces.filter((space) => SYNCED.includes(space.kind)).length;
  if (places > MOST_SPACES) {
    const message = say`The building has ${{ count: places }} rooms, desks and sections; at most ${{ most: MOST_SPACES }} can be read`;
    report('too-many-spaces', message, fieldPath(path, 'spaces'), id);
  }
}

function checkPosition(
  { latitude, longitude }: { latitude: number; longitude: number },
  path: string,
  key: string,
  report: Report,
): void {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    const message = say`Latitude ${{ latitude: String(latitude) }}, longitude ${{ longitude: String(longitude) }} is not on the earth`;
    report('coordinates-out-of-range', message, path, key);
  } else if (latitude === 0 && longitude === 0) {
    report('position-zero', say`Latitude 0, longitude 0 is in the sea: the position is missing`, path, key);
  }
}

/** Intl knows the zones of the running system; offsets such as +01:00 are no zones. */
function isTimeZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function checkIds(items: readonly (DraftFloor | DraftSpace)[], what: string, report: Report): void {
  const first = new Map<string, string>();
  for (const { id, path } of items) {
    const before = first.get(id);
    if (before === undefined) first.set(id, path);
    else
      report(
        'duplicate-id',
        say`Two ${{ type: what }}s have the id ${{ id: shown(id) }}; the other is at ${{ path: before }}`,
        fieldPath(path, 'id'),
        id,
      );
  }
}

function checkFloors(draft: DraftBuilding, report: Report): void {
  const floors = new Set(draft.floors.map((floor) => floor.id));
  for (const { id, name, floorId, path } of draft.spaces) {
    if (floors.has(floorId)) continue;
    const message = say`${{ name: shown(name || id) }} is on the floor ${{ floor: shown(floorId) }}, which is not in the building`;
    report('unknown-floor', message, fieldPath(path, 'floorId'), id);
  }
}

/** A parent is the space's own floor, or a section of that floor. */
function checkParents(draft: DraftBuilding, report: Report): void {
  const floors = new Set(draft.floors.map((floor) => floor.id));
  const spaces = new Map(draft.spaces.map((space) => [space.id, space]));
  const cyclic = cyclicSpaces(spaces);
  for (const space of draft.spaces) {
    const { id, name, parentId, path } = space;
    if (!parentId) continue;
    const tell: Tell = (code, what) =>
      report(code, say`${{ name: shown(name || id) }} ${{ what }}`, fieldPath(path, 'parentId'), id);
    const parent = spaces.get(parentId);
    if (cyclic.has(id)) tell('parent-cycle', say`is its own ancestor through ${{ parent: shown(parentId) }}`);
    else if (parent) checkParent(space, parent, tell);
    else if (!floors.has(parentId))
      tell(
        'unknown-parent',
        say`has the parent ${{ parent: shown(parentId) }}, which is not in the building`,
      );
    else if (parentId !== space.floorId) tell('bad-parent', say`has another floor as parent than its own`);
  }
}

/** `what` follows the name of the space. */
type Tell = (code: string, what: Sentence) => void;

function checkParent(space: DraftSpace, parent: DraftSpace, tell: Tell): void {
  if (!SYNCED.includes(space.kind)) return;
  if (parent.kind !== 'section')
    tell('bad-parent', say`has a ${{ type: parent.kind }} as parent; only a section can be one`);
  else if (space.kind === 'section')
    tell('bad-parent', say`is a section inside a section; Microsoft Places has one level`);
  else if (parent.floorId !== space.floorId)
    tell('bad-parent', say`has a section of another floor as parent`);
}

/** Ids of all spaces that are part of a cycle of parents. Every space is visited once. */
function cyclicSpaces(spaces: ReadonlyMap<string, DraftSpace>): Set<string> {
  const seenIn = new Map<string, string>();
  const cyclic = new Set<string>();
  for (const start of spaces.keys()) {
    let at: string | null | undefined = start;
    while (at && spaces.has(at) && !seenIn.has(at)) {
      seenIn.set(at, start);
      at = spaces.get(at)?.parentId;
    }
    if (!at || seenIn.get(at) !== start || cyclic.has(at)) continue;
    for (let member: string | null | undefined = at; member && !cyclic.has(member);) {
      cyclic.add(member);
      member = spaces.get(member)?.parentId;
    }
  }
  return cyclic;
}

function checkMailboxes(spaces: readonly DraftSpace[], report: Report): void {
  const first = new Map<string, DraftSpace>();
  for (const space of spaces) {
    const mailbox = space.mailbox?.trim().toLowerCase();
    if (!mailbox) continue;
    const before = first.get(mailbox);
    if (!before) first.set(mailbox, space);
    else {
      const message = say`${{ name: shown(space.name) }} and ${{ other: shown(before.name) }} have the same mailbox ${{ mailbox: shown(mailbox) }}`;
      report('mailbox-twice', message, fieldPath(space.path, 'mailbox'), space.id);
    }
  }
}

function checkAllocations({ id, name, path, allocations }: DraftSpace, report: Report): void {
  allocations?.forEach(({ from, to }, i) => {
    if (!from || !to || from <= to) return;
    const message = say`Desk ${{ name: shown(name) }}: an allocation begins (${{ from }}) after it ends (${{ to }})`;
    report('allocation-dates', message, fieldPath(path, `allocations/${i}`), id);
  });
}
