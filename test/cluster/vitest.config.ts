import { defineConfig } from 'vitest/config';

/** Tests on a real Slurm, which they share and break: one after the other. */
export default defineConfig({
  test: {
    include: ['test/cluster/**/*.test.ts'],
    globalSetup: ['test/user-cache.ts', 'test/cluster/bring-up.ts'],
    // They take a minute at most; where others use the machine, ten times that.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
    isolate: false,
    unstubEnvs: true,
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
