/** `npm run bench`: the figures of the product, measured now, on this machine. `npm run bench -- plan` runs one. */
import process from 'node:process';

const benches: Record<string, () => Promise<readonly string[]>> = {
  plan: async () => (await import('./plan.bench.ts')).planBench(),
  graph: async () => (await import('./graph.bench.ts')).graphBench(),
  tokens: async () => {
    const met = await (await import('./tokens.bench.ts')).tokensBench();
    return [met ? 'goals met' : 'goals missed'];
  },
  map: async () => (await import('./map.bench.ts')).mapBench(),
  'no-change': async () => (await import('./no-change.bench.ts')).noChangeBench(),
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n== ${name}\n`);
  process.stdout.write(`${(await bench()).join('\n')}\n`);
}
