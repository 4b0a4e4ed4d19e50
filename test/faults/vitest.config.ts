import { defineConfig } from 'vitest/config';
import { everywhere } from '../../vitest.config.ts';

/** Kills, damage, full disks and many processes at once, on real processes: npm run test:faults. */
export default defineConfig({ test: { ...everywhere, include: ['test/faults/**/*.test.ts'] } });
