import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Browser tests: the real product, the simulated tenant and a real Chromium. One file at a time, one product each. */
export default defineConfig({
  test: {
    name: 'e2e',
    root: here('../..'),
    include: ['tab/e2e/**/*.e2e.ts'],
    globalSetup: [here('./build-pages.ts')],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
