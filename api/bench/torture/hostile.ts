/**
 * What nobody should send: spoilt and lying zips, drawings that attack, GeoJSON of any shape, and the drawings that
 * multiply (test/map/hostile-drawings.ts). Each has to end as a map with findings or as a refusal in words, and none may
 * eat memory.
 *
 * Memory is counted over what an idle process has after its first twenty inputs and a good drawing: one thread that makes
 * maps is there, none that reads drawings. `held on to` is what the main thread still uses at the end, after tidying up;
 * `at most` is how much more the whole process, all its threads included, ever had of the machine (resident set).
 * Drawings that multiply are counted apart, over what the process has before the first of them, looked at every few
 * milliseconds, and once more ten seconds after the last.
 */
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
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
import { DXF_BOMBS, SVG_BOMBS } from '../../test/map/hostile-drawings.ts';
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

const resident = (): number => process.memoryUsage.rss() / 2 ** 20;

/** Threads of drawings end after half a second, and Node hands their memory back some seconds later; one that makes maps stays for a minute. */
const idle = async (): Promise<void> => {
  await withDrawing('svg', '<svg viewBox="0 0 400 200"><rect id="a" width="99" height="99"/></svg>');
  await setTimeout(10_000);
  inUse();
};

/** What drawings that multiply take, megabytes: at most while one is read; and after all of them, threads being idle. */
async function bombs(): Promise<{ readonly most: number; readonly worst: string; readonly after: number }> {
  const all = [
    ...Object.entries(SVG_BOMBS).map(([name, content]) => ['svg', name, content] as const),
    ...Object.entries(DXF_BOMBS).map(([name, content]) => ['dxf', name, content] as const),
  ];
  await idle();
  const before = resident();
  let [most, worst] = [0, ''];
  for (const [kind, name, content] of all) {
    const look = (): void => {
      const more = resident() - before;
      if (more > most) [most, worst] = [more, `${kind}, ${name}`];
    };
    const looking = setInterval(look, 5);
    await survived(name, () => withDrawing(kind, content));
    look();
    clearInterval(looking);
  }
  await idle();
  return { most, worst, after: resident() - before };
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
  await idle();
  const before = inUse();
  const lowest = resident();
  let most = lowest;
  for (const [what, work] of inputs) {
    await survived(what, work);
    most = Math.max(most, resident());
    // What one input left to be tidied up is not what the next one takes.
    inUse();
  }
  const kept = inUse() - before;
  const grown = most - lowest;
  const multiplying = await bombs();
  if (Math.max(kept, grown, multiplying.most, multiplying.after) > MEMORY) faults.push('memory');
  return {
    faults: faults.length,
    lines: [
      `${ZIPS} zips, ${DRAWINGS} drawings, ${GEOJSON} broken GeoJSON archives: ${ends.map} maps, ${ends.findings} findings, ${ends.refusal} refusals`,
      `memory held on to ${Math.round(kept)} MB, at most ${Math.round(grown)} MB more while at it`,
      `${Object.keys({ ...SVG_BOMBS, ...DXF_BOMBS }).length} drawings that multiply: at most ${Math.round(multiplying.most)} MB more (${multiplying.worst}), ${Math.round(multiplying.after)} MB when the threads are idle again`,
      ...faults.slice(0, 20).map((fault) => `  ${fault}`),
    ],
  };
}
