import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the tab into dist/tab, which the API serves at /tab; also the vitest project of tab/src. */
export default defineConfig({
  root: here('.'),
  base: '/tab/',
  plugins: [react()],
  resolve: { alias: { '#contract': here('../api/src/contract/index.ts') } },
  build: {
    outDir: here('../dist/tab'),
    emptyOutDir: true,
    target: 'es2022',
    // Inlined assets would need data: in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  test: {
    name: 'tab',
    // Component tests ask for jsdom in their first line; pure logic does not pay for it.
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: [here('src/testing/setup.ts')],
    testTimeout: 20_000,
  },
});
