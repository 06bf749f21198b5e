import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the tab and the Teams-like page, so that the browser sees what is shipped. */
export async function setup(): Promise<void> {
  const configs = ['../vite.config.ts', '../../sandbox/src/teams-page/page/vite.config.ts'];
  for (const config of configs) await build({ configFile: here(config), logLevel: 'warn' });
}
