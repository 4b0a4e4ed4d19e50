import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // On servers of their own: npm run test:remotes, and npm run test:cluster (a real Slurm). The documentation has a check of its own: npm run test:site.
    exclude: ['test/remotes/**', 'test/site/**', 'test/cluster/**'],
    globalSetup: 'test/user-cache.ts',
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    // A process a file costs more than most files' tests; what a test changes in its process, it sets back.
    isolate: false,
    unstubEnvs: true,
    // Tests with real processes and signals share the machine with others: continuous integration gives them one more try.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
