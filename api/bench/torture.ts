/**
 * `npm run torture`: the heavy proofs, with new random cases every time. `npm run torture -- buildings` runs one;
 * `SEED=123` repeats one that failed. Each prints what it counted; anything it does not want makes the command fail.
 */
import { randomInt } from 'node:crypto';
import process from 'node:process';
import type { Proof } from './torture/proof.ts';

const proofs: Record<string, (seed: number) => Promise<Proof>> = {
  buildings: async (seed) => (await import('./torture/buildings.ts')).buildingsTorture(seed),
  isolation: async (seed) => (await import('./torture/isolation.ts')).isolationTorture(seed),
  'map-kills': async (seed) => (await import('./torture/map-kills.ts')).mapKillsTorture(seed),
  'map-faults': async () => (await import('./torture/map-faults.ts')).mapFaultsTorture(),
  archives: async (seed) => (await import('./torture/archives.ts')).archivesTorture(seed),
  hostile: async (seed) => (await import('./torture/hostile.ts')).hostileTorture(seed),
};

const wanted = process.argv.slice(2);
const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
for (const [name, prove] of Object.entries(proofs)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n== ${name}, seed ${seed}\n`);
  const { lines, faults } = await prove(seed);
  process.stdout.write(`${[...lines, `faults: ${faults}`].join('\n')}\n`);
  if (faults > 0) process.exitCode = 1;
}
