import { cpSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eosPipeline } from '../command-line.ts';
import { killAt, lockedLine } from '../killed-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** One real run of the packaged pipeline, of some forty snapshots. */
const RUN = [
  ...['--profile', 'quick'],
  ...['--only', 'experiment=atrial-fibrillation-cross-entropy', '--only', 'size=30'],
  ...['--only', 'networkSeed=0', '--only', 'subsetSeed=0'],
  ...['--set', 'params.solver.snapshotEvery=10'],
];

/** Trained once, analysed twice, on a machine that others may use. */
const TIMEOUT_MS = 600_000;

const on = (threads: number): string[] => [
  ...['repro', 'analyze', '--json'],
  ...RUN,
  ...['-j', String(threads), '--set', `params.analysis.threads=${threads}`],
];

test(
  'an analysis that is interrupted and killed on several threads ends on one in the bytes of one that was left alone',
  async () => {
    const undisturbed = temporaryFolder();
    expect((await eosPipeline(undisturbed, 'repro', 'train', ...RUN)).exitCode).toBe(0);
    const folder = temporaryFolder();
    cpSync(undisturbed, folder, { recursive: true, preserveTimestamps: true });
    expect((await eosPipeline(undisturbed, ...on(1))).exitCode).toBe(0);

    const points = Array.from({ length: 2 }, () => 0.1 + 0.6 * Math.random()).sort();
    const context = `killed at ${points.join(', ')}`;
    const interrupted = await killAt(folder, on(2), {
      stage: 'analyze',
      fraction: points[0]!,
      signal: 'SIGINT',
    });
    expect(interrupted, context).toContainEqual(
      expect.objectContaining({ type: 'instance-interrupted', stage: 'analyze', checkpoint: true }),
    );
    // Killed outright, it goes on from what the interruption saved, by another number of threads.
    const resumed = await killAt(folder, on(3), {
      stage: 'analyze',
      fraction: points[1]!,
      signal: 'SIGKILL',
    });
    expect(resumed, context).toContainEqual(
      expect.objectContaining({ type: 'instance-started', stage: 'analyze', resumed: true }),
    );
    expect((await eosPipeline(folder, ...on(1))).exitCode).toBe(0);
    expect(lockedLine(folder, 'analyze'), context).toBe(lockedLine(undisturbed, 'analyze'));
  },
  TIMEOUT_MS,
);
