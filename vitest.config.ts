import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          globalSetup: './api/test/prepare-database.ts',
          setupFiles: './api/test/steady-seed.ts',
          include: ['{api,bot,sandbox}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      './tab/vite.config.ts',
    ],
  },
});
