import { defineConfig } from 'vitest/config';
import { everywhere } from '../../vitest.config.ts';

/** The page in a real Chromium, where one is installed: npm run test:browser. */
export default defineConfig({ test: { ...everywhere, include: ['test/browser/**/*.test.ts'] } });
