import { defineConfig } from 'vitest/config';

/** Tests on real servers (Ceph, Swift, nginx), which they install where they can: `npm run test:remotes`. */
export default defineConfig({
  test: {
    include: ['test/remotes/**/*.test.ts'],
    globalSetup: ['test/user-cache.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    pool: 'forks',
    unstubEnvs: true,
  },
});
