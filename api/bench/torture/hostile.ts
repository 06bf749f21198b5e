/**
 * What nobody should send: spoilt and lying zips, drawings that attack, GeoJSON of any shape. Each has to end as a map
 * with findings or as a refusal in words, and none may eat memory.
 */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { createFileSource } from '../../src/adapters/sources/files/file-source.ts';
import { file } from '../../src/adapters/sources/files/testing/uploads.ts';
import { AppError } from '../../src/core/model/app-error.ts';
import type { Building } from '../../src/core/model/building.ts';
import { readPlacesZip } from '../../test/map/check-bytes.ts';
import { drawn, floor, space, synced } from '../../test/map/drawn-building.ts';
import { createMapMaker } from '../../src/adapters/imdf/map-maker.ts';
import type { Proof } from './proof.ts';
import { brokenGeoJson, hostileDrawings, hostileZips } from './hostile-inputs.ts';

const [ZIPS, DRAWINGS, GEOJSON] = [150, 150, 500];
/** Megabytes that may be held on to. */
const MEMORY = 64;

type End = 'map' | 'findings' | 'refusal';
const maker = createMapMaker();
const ends: Record<End, number> = { map: 0, findings: 0, refusal: 0 };
const faults: string[] = [];

/** A map that is made has to be one that Microsoft takes. */
async function drawnOrSaid(building: Building): Promise<void> {
  const { zip, findings } = await maker.make(synced(building), 'places');
  if (zip && !findings.some(({ severity }) => severity === 'error'))
    faults.push(...readPlacesZip(zip).faults.slice(0, 3));
  else if (findings.length === 0) faults.push('no map and no finding');
  ends[zip ? 'map' : 'findings'] += 1;
}

async function uploaded(name: string, bytes: Uint8Array | string): Promise<void> {
  const { buildings, findings } = await createFileSource().readFiles([file(name, bytes)]);
  if (
    buildings.length === 0 &&
    !findings.some(({ severity, message }) => severity === 'error' && message !== '')
  )
    faults.push(`${name}: neither a building nor an error`);
  if (buildings.length === 0) ends.findings += 1;
  for (const building of buildings) await drawnOrSaid(building);
}

async function withDrawing(kind: 'svg' | 'dxf', content: string): Promise<void> {
  const controlPoints = [
    { px: 0, py: 0, x: 0, y: 20 },
    { px: 400, py: 0, x: 40, y: 20 },
  ];
  const plan = { kind, href: `plan.${kind}`, content, controlPoints };
  const spaces = ['a', 'b', 'c'].map((key) => space(key, 'room', { type: 'svg', ref: key }));
  await drawnOrSaid(drawn([floor('0', 0, spaces, { plan, outline: { type: 'svg', ref: 'hall' } })]));
}

async function survived(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AppError) ends.refusal += 1;
    else faults.push(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

/** Megabytes in use after tidying up. */
function inUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

export async function hostileTorture(seed: number): Promise<Proof> {
  const draw = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] =>
    fc.sample(arbitrary, { seed, numRuns });
  const inputs: [string, () => Promise<void>][] = [
    ...draw(hostileZips, ZIPS).map((bytes) => ['zip', () => uploaded('hostile.zip', bytes)] as never),
    ...draw(hostileDrawings, DRAWINGS).map(
      ({ kind, content }) => [kind, () => withDrawing(kind, content)] as never,
    ),
    ...draw(brokenGeoJson, GEOJSON).map((bytes) => ['geojson', () => uploaded('broken.zip', bytes)] as never),
  ];
  for (const [what, work] of inputs.slice(0, 20)) await survived(what, work);
  for (const end of Object.keys(ends) as End[]) ends[end] = 0;
  const before = inUse();
  const lowest = process.memoryUsage().rss;
  let most = lowest;
  for (const [what, work] of inputs) {
    await survived(what, work);
    most = Math.max(most, process.memoryUsage().rss);
    // What one input left to be tidied up is not what the next one takes.
    inUse();
  }
  const kept = inUse() - before;
  const grown = (most - lowest) / 2 ** 20;
  if (kept > MEMORY || grown > MEMORY) faults.push('memory');
  return {
    faults: faults.length,
    lines: [
      `${ZIPS} zips, ${DRAWINGS} drawings, ${GEOJSON} broken GeoJSON archives: ${ends.map} maps, ${ends.findings} findings, ${ends.refusal} refusals`,
      `memory held on to ${Math.round(kept)} MB, at most ${Math.round(grown)} MB more while at it`,
      ...faults.slice(0, 20).map((fault) => `  ${fault}`),
    ],
  };
}
