import { defineConfig } from 'vitest/config';

/** What all suites have in common. */
export const everywhere = {
  globalSetup: ['test/user-cache.ts'],
  testTimeout: 180_000,
  hookTimeout: 180_000,
  // A second, which is what it is otherwise, is little for a process to start where others use the machine.
  expect: { poll: { timeout: 60_000 } },
  pool: 'forks' as const,
  maxWorkers: 2,
  // A process a file costs more than most files' tests; what a test changes in its process, it sets back.
  isolate: false,
  unstubEnvs: true,
  // Tests with real processes and signals share the machine with others: continuous integration gives them one more try.
  retry: process.env['CI'] === undefined ? 0 : 1,
};

export default defineConfig({
  test: {
    ...everywhere,
    include: ['test/**/*.test.ts'],
    // Suites of their own, which take long or need more than Node: npm run test:faults, test:browser, test:remotes, test:cluster, test:site.
    exclude: ['faults', 'browser', 'remotes', 'cluster', 'site'].map((suite) => `test/${suite}/**`),
  },
});
