import { defineConfig } from 'vitest/config';
import { everywhere } from '../../vitest.config.ts';

/** Tests on a real Slurm, which they share and break: one after the other. */
export default defineConfig({
  test: {
    ...everywhere,
    include: ['test/cluster/**/*.test.ts'],
    globalSetup: [...everywhere.globalSetup, 'test/cluster/bring-up.ts'],
    // They take a minute at most; where others use the machine, ten times that.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
  },
});
