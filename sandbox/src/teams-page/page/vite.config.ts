import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the Teams-like page into dist/teams-page; the simulated tenant serves it at /teams. */
export default defineConfig({
  root: here('.'),
  base: '/teams/',
  plugins: [react()],
  build: {
    outDir: here('../../../../dist/teams-page'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
  },
});
