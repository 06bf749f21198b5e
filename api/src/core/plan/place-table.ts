/**
 * The desired places in a row, each with its parent and its ledger row found once: a plan of 100,000 places
 * spends its time in look-ups, so every later part works with positions instead.
 */
import type { Finding } from '../model/finding.ts';
import { PLACE_ORDER } from '../model/place.ts';
import type { DesiredPlace, KnownPlace, PlaceRef, PlaceType } from '../model/place.ts';
import { say, spoken } from '../model/sentence.ts';

export interface PlaceTable {
  /** By type, parents before children; inside a type in source order. */
  readonly places: readonly DesiredPlace[];
  /** Position of the parent of each; -1 for a building, and for a parent that is not in the source. */
  readonly parents: readonly number[];
  /** The ledger row of each. */
  readonly known: readonly (KnownPlace | undefined)[];
  /** Ledger rows that the source does not name. */
  readonly orphans: readonly KnownPlace[];
  /** A source id that came twice: only the first counts. */
  readonly findings: readonly Finding[];
  /** Position of a desired place; -1 when the source does not name it. */
  readonly positionOf: (ref: PlaceRef) => number;
}

/** Linear in both inputs. */
export function makePlaceTable(
  desired: readonly DesiredPlace[],
  knownPlaces: readonly KnownPlace[],
): PlaceTable {
  const places: DesiredPlace[] = [];
  const findings: Finding[] = [];
  const positions = new Map<PlaceType, Map<string, number>>();
  for (const type of PLACE_ORDER) {
    const keys = new Map<string, number>();
    positions.set(type, keys);
    for (const place of desired) {
      if (place.type !== type) continue;
      if (keys.has(place.key)) findings.push(twice(place));
      else keys.set(place.key, places.push(place) - 1);
    }
  }
  const positionOf = ({ type, key }: PlaceRef): number => positions.get(type)?.get(key) ?? -1;
  const known = new Array<KnownPlace | undefined>(places.length).fill(undefined);
  const orphans: KnownPlace[] = [];
  for (const row of knownPlaces) {
    const position = positionOf(row);
    if (position === -1) orphans.push(row);
    else known[position] = row;
  }
  const parents = places.map(({ parent }) => (parent ? positionOf(parent) : -1));
  return { places, parents, known, orphans, findings, positionOf };
}

const twice = ({ type, name, key }: DesiredPlace): Finding => ({
  code: 'duplicate-key',
  severity: 'error',
  ...spoken({
    message: say`The source names two ${{ type }}s with the id "${{ key }}". Only the first is synced, "${{ name }}" is not.`,
    hint: say`Give every place an id of its own in the source.`,
  }),
  key,
});
