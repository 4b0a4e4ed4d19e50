import { defineConfig } from 'vitest/config';

/** The documentation: its commands are run, its pages built and looked through. npm run test:site, after npm ci --prefix site. */
export default defineConfig({
  test: {
    include: ['test/site/**/*.test.ts'],
    globalSetup: 'test/user-cache.ts',
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    unstubEnvs: true,
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
