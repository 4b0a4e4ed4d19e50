import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    // Tests with real processes and signals share the machine with others: continuous integration gives them one more try.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
