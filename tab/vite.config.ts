import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'tab', environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
