/** `npm run bench`: the figures of the product, measured now, on this machine. `npm run bench -- plan` runs one. */
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

/** The tab is measured in a real browser, by its own room. */
const TAB_SPEED = 'tab/e2e/speed.ts';

const benches: Record<string, () => Promise<readonly string[]>> = {
  plan: async () => (await import('./plan.bench.ts')).planBench(),
  graph: async () => (await import('./graph.bench.ts')).graphBench(),
  apply: async () => (await import('./apply.bench.ts')).applyBench(),
  tokens: async () => {
    const met = await (await import('./tokens.bench.ts')).tokensBench();
    return [met ? 'goals met' : 'goals missed'];
  },
  audit: async () => (await import('./audit.bench.ts')).auditBench(),
  map: async () => (await import('./map.bench.ts')).mapBench(),
  'no-change': async () => (await import('./no-change.bench.ts')).noChangeBench(),
  tab: async () => (await promisify(execFile)(process.execPath, [TAB_SPEED])).stdout.trimEnd().split('\n'),
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n== ${name}\n`);
  process.stdout.write(`${(await bench()).join('\n')}\n`);
}
