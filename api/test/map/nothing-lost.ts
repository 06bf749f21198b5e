/** What became of every feature of an archive: it is in the package and the full archive, or a finding says why not. */
import type { MapInput } from '../../src/core/map/map-shapes.ts';
import type { Building } from '../../src/core/model/building.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import { LIMITS } from '../../src/adapters/sources/files/limits.ts';
import { readUploads } from '../../src/adapters/sources/files/read-uploads.ts';
import { file } from '../../src/adapters/sources/files/testing/uploads.ts';
import { readImdfZip } from './check-archive.ts';
import { readPlacesZip, type Json } from './check-bytes.ts';
import { synced } from './drawn-building.ts';
import { make } from './make.ts';
import type { Features } from './rich-archive.ts';

const SPACES = ['unit', 'section', 'fixture'];
const CARRIED = ['opening', 'amenity', 'footprint', 'anchor', 'occupant', 'kiosk', 'detail', 'geofence'];
/** Codes that count features which were left out by the reader; the count stands in the sentence. */
const LEFT_OUT = /^imdf-(no-id|duplicate-id|unknown-level|homeless-level|not-carried)$/;

/** Every fault of an archive on its way through reader and writers. */
export function faultsOfArchive(zip: Uint8Array, features: Features): string[] {
  const { buildings, findings } = readUploads([file('archive.zip', zip)], LIMITS);
  if (buildings.length === 0) {
    const said = findings.some(({ severity, message }) => severity === 'error' && message !== '');
    return said ? [] : ['neither a building nor an error'];
  }
  const faults = findings.some(({ severity }) => severity === 'error')
    ? [] // A building was refused, and it was said why.
    : unread(buildings, findings, features);
  for (const building of buildings) faults.push(...faultsOfBuilding(building, findings));
  return faults;
}

/** Features that are in no building and in no finding. */
function unread(buildings: readonly Building[], findings: readonly Finding[], features: Features): string[] {
  const sent = (types: readonly string[]) =>
    types.reduce((sum, type) => sum + (features[type]?.length ?? 0), 0);
  const said = (types: readonly string[]) =>
    findings
      .filter(({ code, path, message }) => LEFT_OUT.test(code) && types.includes(typeOf(path, message)))
      .reduce(
        (sum, { message }) => sum + Number(/\b(\d+) /.exec(message.replace(/^[^:]+:/, ''))?.[1] ?? 0),
        0,
      );
  const floors = buildings.flatMap((one) => one.floors);
  const carried = buildings.flatMap((one) => one.carried ?? []);
  const check = (types: readonly string[], read: number): string[] =>
    sent(types) === read + said(types)
      ? []
      : [`${types.join()}: ${sent(types)} sent, ${read} read, ${said(types)} said to be left out`];
  return [
    ...check(['level'], floors.length),
    ...check(SPACES, floors.flatMap(({ spaces }) => spaces).length),
    ...CARRIED.flatMap((type) =>
      check([type], new Set(carried.filter((one) => one.type === type).map(({ key }) => key)).size),
    ),
    ...(features['relationship'] && !findings.some(({ code }) => code === 'imdf-not-read')
      ? ['relationship: not read, and not said so']
      : []),
  ];
}

const typeOf = (path = '', message: string): string =>
  /^([a-z]+)\.(geojson|json)/i.exec(path)?.[1]?.toLowerCase() ?? message;

/** The packages of one building, and what is in them. */
function faultsOfBuilding(building: Building, imported: readonly Finding[]): string[] {
  const input = synced(building);
  const places = make(input);
  const full = make(input, 'imdf').zip;
  const known = [...imported, ...places.findings];
  if (!places.zip || !full)
    return known.some(({ severity }) => severity !== 'info') ? [] : ['no map, and nothing said'];
  const package_ = readPlacesZip(places.zip);
  const archive = readImdfZip(full);
  return [
    ...package_.faults.map((fault) => `package: ${fault}`),
    ...archive.faults.map((fault) => `archive: ${fault}`),
    ...undrawn(building, known, archive.of),
    ...unlinked(input, package_.of, known),
    ...changesWhenReadAgain(full),
  ];
}

/** Spaces without a shape in the full archive: each has to be in a finding, or among those that were counted. */
function undrawn(building: Building, findings: readonly Finding[], of: Record<string, Json[]>): string[] {
  const count = (type: string): number => of[type]?.length ?? 0;
  const drawn = SPACES.reduce((sum, type) => sum + count(type), 0);
  const spaces = building.floors.flatMap((floor) =>
    floor.spaces.map((space) => ({ floor: floor.key, key: space.key })),
  );
  const missing = spaces.length - drawn;
  const named = new Set(findings.filter(({ severity }) => severity !== 'info').map(({ key }) => key));
  const counted = findings
    .filter(({ code }) => code === 'imdf-no-area')
    .reduce((sum, { message }) => sum + Number(/^\d+/.exec(message)?.[0] ?? 0), 0);
  const excused = spaces.filter(({ key, floor }) => named.has(key) || named.has(floor)).length + counted;
  const floors = building.floors.filter(({ key, outline }) => outline && !named.has(key));
  return [
    ...(missing > excused ? [`${missing} spaces are not drawn, ${excused} of them with a word`] : []),
    ...(count('level') < floors.length ? ['a level is not drawn, without a word'] : []),
    ...(missing === 0 && count('level') === building.floors.length ? uncarried(building, count) : []),
  ];
}

/** Where all levels and spaces are drawn, everything else is too. */
const uncarried = ({ carried = [] }: Building, count: (type: string) => number): string[] =>
  CARRIED.filter((type) => type !== 'footprint').flatMap((type) => {
    const wanted = carried.filter((one) => one.type === type).length;
    return count(type) === wanted ? [] : [`${type}: ${wanted} read, ${count(type)} written`];
  });

/** Rooms and desks that are not in the package. */
function unlinked(input: MapInput, of: Record<string, Json[]>, findings: readonly Finding[]): string[] {
  const linked = new Set(
    Object.values(of).flatMap((own) => own.map(({ properties }) => properties.directory_id)),
  );
  const named = new Set(findings.map(({ key }) => key));
  const counted = findings.some(({ code }) => code === 'imdf-no-area');
  return input.building.floors.flatMap((floor) =>
    floor.spaces
      .filter(({ kind, key }) => {
        const id = input.placeIds[`${kind}:${key}`];
        return id !== undefined && !linked.has(id) && !named.has(key) && !named.has(floor.key) && !counted;
      })
      .map(({ kind, key }) => `${kind} ${key} is not in the package, without a word`),
  );
}

/** Read and written again, an archive of ours is the same, byte for byte. */
function changesWhenReadAgain(full: Uint8Array): string[] {
  const again = (zip: Uint8Array): Uint8Array | undefined => {
    const { buildings } = readUploads([file('again.zip', zip)], LIMITS);
    return buildings[0] && make(synced(buildings[0]), 'imdf').zip;
  };
  const second = again(full);
  const third = second && again(second);
  if (!second || !third) return ['an archive of ours cannot be read again'];
  return Buffer.from(third).equals(second) ? [] : ['an archive of ours changes when it is read again'];
}
