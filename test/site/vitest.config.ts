import { defineConfig } from 'vitest/config';
import { everywhere } from '../../vitest.config.ts';

/** The documentation: its commands are run, its pages built and looked through. npm run test:site, after npm ci --prefix site. */
export default defineConfig({
  test: { ...everywhere, include: ['test/site/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
});
