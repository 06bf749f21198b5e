/**
 * Random dirty IMDF archives: read, written as package and full archive, and read again. Both have to be without a fault,
 * and from the second writing on the full archive stays the same, byte for byte.
 */
import process from 'node:process';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { createFileSource } from '../../src/adapters/sources/files/file-source.ts';
import { file } from '../../src/adapters/sources/files/testing/uploads.ts';
import { readImdfZip } from '../../test/map/check-archive.ts';
import { readPlacesZip } from '../../test/map/check-bytes.ts';
import { synced } from '../../test/map/drawn-building.ts';
import { generatedArchive } from '../../test/map/generated-archive.ts';
import { make } from '../../test/map/make.ts';
import type { Proof } from './proof.ts';

const RUNS = Number(process.env['RUNS'] ?? 100);

const none = new Uint8Array();

async function rewritten(zip: Uint8Array, faults: string[]): Promise<Uint8Array> {
  const { buildings, findings } = await createFileSource().readFiles([file('archive.zip', zip)]);
  const [building] = buildings;
  if (!building) {
    faults.push(`not read: ${findings.map(({ message }) => message).join(' ')}`);
    return none;
  }
  const input = synced(building);
  faults.push(...readPlacesZip(make(input).zip ?? none).faults);
  const full = make(input, 'imdf').zip ?? none;
  faults.push(...readImdfZip(full).faults);
  return full;
}

export async function archivesTorture(seed: number): Promise<Proof> {
  const faults: string[] = [];
  for (const files of fc.sample(generatedArchive, { seed, numRuns: RUNS })) {
    const entries = Object.entries(files).map(
      ([name, one]) => [name, Buffer.from(JSON.stringify(one))] as const,
    );
    try {
      const first = await rewritten(zipSync(Object.fromEntries(entries)), faults);
      const second = await rewritten(first, faults);
      const third = await rewritten(second, faults);
      if (!Buffer.from(third).equals(second))
        faults.push('the archive changes when it is read and written again');
    } catch (error) {
      faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
  const lines = [`${RUNS} dirty archives, each read and written three times`];
  return { faults: faults.length, lines: [...lines, ...faults.slice(0, 20).map((fault) => `  ${fault}`)] };
}
