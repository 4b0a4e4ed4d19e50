import { describe, expect, test } from 'vitest';
import { eosPipeline } from '../command-line.ts';
import { killAt, lockedLine } from '../killed-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** One real training of the packaged pipeline by the paper's method, small enough for some seconds. */
const TRAINING = [
  'repro',
  'train',
  '--json',
  ...['--profile', 'quick'],
  ...['--only', 'experiment=atrial-fibrillation-cross-entropy', '--only', 'size=30'],
  ...['--only', 'networkSeed=0', '--only', 'subsetSeed=0'],
  ...['--set', 'params.solver.method=exponential-euler', '--set', 'params.network.width=48'],
];

describe('a training', () => {
  test('that is interrupted, killed and ended at three random points has the bytes of one that was left alone', async () => {
    const undisturbed = temporaryFolder();
    expect((await eosPipeline(undisturbed, ...TRAINING)).exitCode).toBe(0);

    const folder = temporaryFolder();
    const points = Array.from({ length: 3 }, () => 0.05 + 0.75 * Math.random()).sort();
    const context = `killed at ${points.join(', ')}`;
    const kill = (fraction: number, signal: NodeJS.Signals) =>
      killAt(folder, TRAINING, { stage: 'train', fraction, signal });
    const interrupted = await kill(points[0]!, 'SIGINT');
    expect(interrupted, context).toContainEqual(
      expect.objectContaining({ type: 'instance-interrupted', checkpoint: true }),
    );
    // Killed outright, it goes on from what the interruption saved.
    await kill(points[1]!, 'SIGKILL');
    const resumed = await kill(points[2]!, 'SIGTERM');
    expect(resumed, context).toContainEqual(
      expect.objectContaining({ type: 'instance-started', stage: 'train', resumed: true }),
    );
    expect((await eosPipeline(folder, ...TRAINING)).exitCode).toBe(0);
    expect(lockedLine(folder, 'train'), context).toBe(lockedLine(undisturbed, 'train'));
  });
});
