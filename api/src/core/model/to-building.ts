import type { Building } from './building.ts';
import { checkBuilding } from './check-building.ts';
import type { DraftBuilding, DraftSpace } from './draft.ts';
import { fieldPath } from './draft.ts';
import type { Finding } from './finding.ts';
import { shown } from './name-problem.ts';
import { toFloor } from './to-floor.ts';
import { withoutUndefined } from './without-undefined.ts';
import { say, spoken } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** The building, unless an error blocks it, and every finding about it. */
export interface BuildingResult {
  readonly building?: Building;
  readonly findings: readonly Finding[];
}

/**
 * Judges one drafted building and brings it into the model's form: hard errors block the building, softer
 * problems stay with the item they concern (sources-and-reservations.md section 5). Takes linear time.
 */
export function toBuilding(draft: DraftBuilding): BuildingResult {
  const findings: Finding[] = checkBuilding(draft);
  aboutBuilding(draft, findings);
  aboutOrdinals(draft, findings);
  const byFloor = spacesByFloor(draft.spaces);
  const floors = draft.floors.map((floor) =>
    toFloor(floor, byFloor.get(floor.id) ?? [], draft.withoutGeometry === true, findings),
  );
  if (findings.some(({ severity }) => severity === 'error')) return { findings };
  const { source } = draft;
  const building: Building = withoutUndefined({
    key: draft.id,
    name: draft.name.trim(),
    address: draft.address ? addressOf(draft.address) : undefined,
    timeZone: draft.timeZone ?? undefined,
    position: draft.position ?? undefined,
    status: draft.status ?? 'active',
    frame: draft.frame
      ? { anchor: draft.frame.anchor, rotation: draft.frame.rotation ?? 0, scale: draft.frame.scale ?? 1 }
      : undefined,
    placeIdHint: draft.placeIdHint ?? undefined,
    complete: draft.complete,
    withoutGeometry: draft.withoutGeometry,
    source: withoutUndefined({
      system: source.system,
      instance: source.instance,
      exportedAt: source.exportedAt ?? undefined,
      revision: source.revision ?? undefined,
    }),
    floors,
    carried: draft.carried && draft.carried.length > 0 ? draft.carried : undefined,
  });
  return { building, findings };
}

function addressOf(address: NonNullable<DraftBuilding['address']>): NonNullable<Building['address']> {
  const { street, city, state, postalCode, countryOrRegion } = address;
  return withoutUndefined({ street, city, state, postalCode, countryOrRegion });
}

function spacesByFloor(spaces: readonly DraftSpace[]): Map<string, DraftSpace[]> {
  const byFloor = new Map<string, DraftSpace[]>();
  for (const space of spaces) {
    const onFloor = byFloor.get(space.floorId);
    if (onFloor) onFloor.push(space);
    else byFloor.set(space.floorId, [space]);
  }
  return byFloor;
}

/** What is missing or odd about the building itself, without blocking it. */
function aboutBuilding(draft: DraftBuilding, findings: Finding[]): void {
  const tell = (code: string, field: string, what: Sentence, hint: Sentence) =>
    findings.push({
      code,
      severity: code === 'address-missing' ? 'info' : 'warning',
      ...spoken({ message: say`Building ${{ name: shown(draft.name) }} ${{ what }}`, hint }),
      key: draft.id,
      path: fieldPath(draft.path, field),
    });
  const country = draft.address?.countryOrRegion;
  if (!country) {
    tell(
      'address-missing',
      'address',
      say`has no address with a country`,
      say`The one in Microsoft Places is left as it is.`,
    );
  } else if (!isCountry(country)) {
    tell(
      'country-unknown',
      'address/countryOrRegion',
      say`is in ${{ country: shown(country) }}, which is no country code`,
      say`Use ISO 3166-1 alpha-2, for example SE.`,
    );
  }
  const metres = [
    ...draft.floors.map(({ outline }) => outline),
    ...draft.spaces.map(({ geometry }) => geometry),
  ];
  if (!draft.frame && metres.some((geometry) => geometry?.type === 'local')) {
    tell(
      'frame-missing',
      'frame',
      say`is drawn in metres, but its frame (anchor and rotation) is missing`,
      say`Places still sync; the map cannot be placed on the earth before a frame is given.`,
    );
  }
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** ZZ is the code for "unknown". */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && COUNTRIES.of(code) !== undefined;

/** Two floors may share an ordinal (a mezzanine), but often it is a slip. */
function aboutOrdinals(draft: DraftBuilding, findings: Finding[]): void {
  const first = new Map<number, string>();
  for (const { id, name, ordinal, path } of draft.floors) {
    const before = first.get(ordinal);
    if (before === undefined) {
      first.set(ordinal, name);
      continue;
    }
    findings.push({
      code: 'duplicate-ordinal',
      severity: 'warning',
      ...spoken({
        message: say`Floors ${{ name: shown(before) }} and ${{ other: shown(name) }} have the same ordinal ${{ ordinal }}`,
      }),
      key: id,
      path: fieldPath(path, 'ordinal'),
    });
  }
}
