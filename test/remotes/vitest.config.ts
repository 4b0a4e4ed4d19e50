import { defineConfig } from 'vitest/config';
import { everywhere } from '../../vitest.config.ts';

/** Tests on real servers (Ceph, Swift, nginx), which they install where they can: `npm run test:remotes`. */
export default defineConfig({
  test: { ...everywhere, include: ['test/remotes/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 600_000 },
});
