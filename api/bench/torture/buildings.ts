/**
 * A thousand random buildings, each written as Places package and as full IMDF archive. The bytes are read by the
 * independent checkers, measured against what was drawn, and offered to the simulated tenant as a dry run.
 */
import process from 'node:process';
import fc from 'fast-check';
import { readImdfZip } from '../../test/map/check-archive.ts';
import { readPlacesZip } from '../../test/map/check-bytes.ts';
import { synced } from '../../test/map/drawn-building.ts';
import { generated, type Generated } from '../../test/map/generated-building.ts';
import { lost } from '../../test/map/kept.ts';
import { make } from '../../test/map/make.ts';
import type { Proof } from './proof.ts';
import { refusalOf } from './dry-run.ts';

const RUNS = Number(process.env['RUNS'] ?? 1000);
/** So many faults are shown in words. */
const SHOWN = 20;

type Faults = Record<'package' | 'archive' | 'kept' | 'refused' | 'crashed', string[]>;

/** Every fault of one building, by who found it. */
export function faultsOf(one: Generated): Faults {
  const faults: Faults = { package: [], archive: [], kept: [], refused: [], crashed: [] };
  try {
    const input = synced(one.building);
    const { zip, findings } = make(input);
    const errors = findings.filter(({ severity }) => severity === 'error');
    faults.package.push(...errors.map(({ message }) => `error: ${message}`));
    if (!zip) return { ...faults, package: [...faults.package, 'no package'] };
    faults.package.push(...readPlacesZip(zip).faults);
    const full = make(input, 'imdf').zip;
    const archive = readImdfZip(full ?? new Uint8Array());
    faults.archive.push(...archive.faults);
    const byPlace = Map.groupBy(
      Object.values(archive.of).flat(),
      (feature): string => feature.properties.directory_id,
    );
    const linked = {
      ...one,
      meant: one.meant.filter(({ key }) => placeOf(input.placeIds, key) !== undefined),
    };
    faults.kept.push(
      ...lost(linked, ({ key }) =>
        (byPlace.get(placeOf(input.placeIds, key) ?? '') ?? []).map(({ geometry }) => geometry),
      ),
    );
    const refusal = refusalOf(input, zip);
    if (refusal !== undefined) faults.refused.push(refusal);
  } catch (error) {
    faults.crashed.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return faults;
}

const placeOf = (ids: Readonly<Record<string, string>>, key: string): string | undefined =>
  ['room', 'desk', 'workspace', 'section']
    .map((kind) => ids[`${kind}:${key}`])
    .find((id) => id !== undefined);

export function buildingsTorture(seed: number): Promise<Proof> {
  const counts = { package: 0, archive: 0, kept: 0, refused: 0, crashed: 0 };
  const shown: string[] = [];
  let [shapes, storeys, n] = [0, 0, 0];
  for (const one of fc.sample(generated, { seed, numRuns: RUNS })) {
    shapes += one.building.floors.reduce((sum, { spaces }) => sum + spaces.length, 0);
    storeys += one.building.floors.length;
    for (const [kind, found] of Object.entries(faultsOf(one)) as [keyof Faults, string[]][]) {
      counts[kind] += found.length;
      for (const fault of found) if (shown.length < SHOWN) shown.push(`  building ${n}: ${kind}: ${fault}`);
    }
    n += 1;
  }
  const faults = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return Promise.resolve({
    faults,
    lines: [
      `${RUNS} buildings, ${storeys} storeys, ${shapes} shapes, each as package and as full archive`,
      `violations in packages ${counts.package}, in archives ${counts.archive}`,
      `area, corners or walls lost ${counts.kept}`,
      `packages refused by the simulated tenant ${counts.refused}, crashes ${counts.crashed}`,
      ...shown,
    ],
  });
}
