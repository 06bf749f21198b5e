/**
 * How long a plan takes and how much memory, from 10,000 to 1,000,000 desired, known and live places each.
 * Run alone: `node api/bench/plan.bench.ts`. Every size gets a process of its own, so that peak memory is its own.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DesiredPlace, KnownPlace, LivePlace, PlaceId, PlaceRef } from '../src/core/model/place.ts';
import { DEFAULT_POLICY, makePlan } from '../src/core/plan/make-plan.ts';
import type { PlanInput } from '../src/core/plan/make-plan.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const DESKS_PER_FLOOR = 200;
const file = fileURLToPath(import.meta.url);

interface Measured {
  readonly places: number;
  readonly ms: number;
  readonly steps: number;
  /** Peak of the whole process, the three inputs included. */
  readonly peakMb: number;
}

/** Two percent of the desks changed, which is what a busy week looks like. */
export function planInput(places: number): PlanInput {
  const desired: DesiredPlace[] = [];
  const known: KnownPlace[] = [];
  const below: LivePlace[] = [];
  const buildings: LivePlace[] = [];
  const add = (ref: PlaceRef, parent: PlaceRef | null, extra: DesiredPlace['fields'] = {}): PlaceRef => {
    const name = `${ref.type} ${ref.key}`;
    const placeId = `id-${ref.type}-${ref.key}` as PlaceId;
    const parentId = parent && `id-${parent.type}-${parent.key}`;
    const fields = { displayName: name, ...extra };
    desired.push({ ...ref, name, parent, fields, findings: [] });
    const writtenAt = '2026-01-01T00:00:00Z';
    known.push({ ...ref, name, placeId, parent, fields: { ...fields }, origin: 'created', writtenAt });
    const changed = ref.type === 'desk' && desired.length % 50 === 0;
    const shown = changed ? { ...fields, mode: { kind: 'dropIn' as const } } : { ...fields };
    (parent ? below : buildings).push({ type: ref.type, id: placeId, placeId, parentId, fields: shown });
    return ref;
  };
  const building = add({ type: 'building', key: 'b' }, null);
  for (let floorNo = 0; desired.length < places; floorNo += 1) {
    const floor = add({ type: 'floor', key: `f${floorNo}` }, building, { sortOrder: floorNo });
    const section = add({ type: 'section', key: `f${floorNo}/desks` }, floor);
    for (let desk = 0; desk < DESKS_PER_FLOOR && desired.length < places; desk += 1)
      add({ type: 'desk', key: `f${floorNo}d${desk}` }, section, { mode: { kind: 'reservable' } });
  }
  const live = { complete: true, failures: [], buildings, below: below.reverse(), byMailbox: [] };
  // Three answers of three systems share no text in memory.
  const apart = <T>(rows: T[]): T[] => rows.map((row) => JSON.parse(JSON.stringify(row)) as T);
  return {
    desired: apart(desired),
    findings: [],
    known: apart(known),
    live: { ...live, below: apart(live.below) },
    policy: DEFAULT_POLICY,
    sourceComplete: true,
  };
}

function measure(places: number): Measured {
  const input = planInput(places);
  const before = performance.now();
  const plan = makePlan(input);
  const ms = performance.now() - before;
  return { places, ms, steps: plan.steps.length, peakMb: process.resourceUsage().maxRSS / 1024 };
}

/** One line per size: time, time per place, peak memory. */
export async function planBench(): Promise<string[]> {
  const lines: string[] = [];
  let smallest: number | undefined;
  for (const size of SIZES) {
    const { stdout } = await promisify(execFile)(process.execPath, [file, String(size)]);
    const { places, ms, steps, peakMb } = JSON.parse(stdout) as Measured;
    const perPlace = (ms * 1000) / places;
    smallest ??= perPlace;
    lines.push(
      `plan of ${places.toLocaleString('en')} desired, known and live places: ${ms.toFixed(0)} ms, ` +
        `${perPlace.toFixed(2)} µs a place (${(perPlace / smallest).toFixed(2)} x the smallest), ` +
        `peak ${peakMb.toFixed(0)} MB, ${steps} steps`,
    );
  }
  return lines;
}

if (process.argv[1] === file) {
  const size = Number(process.argv[2]);
  if (size > 0) console.log(JSON.stringify(measure(size)));
  else for (const line of await planBench()) console.log(line);
}
