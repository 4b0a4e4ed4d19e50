import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { BIN, eosPipeline } from '../command-line.ts';
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

interface Event {
  type: string;
  stage?: string;
  fraction?: number;
  resumed?: boolean;
  checkpoint?: boolean;
}

/** Runs the training and sends the signal once it has come so far. */
async function killAt(folder: string, fraction: number, signal: NodeJS.Signals): Promise<Event[]> {
  const child = spawn(process.execPath, [BIN, ...TRAINING], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const events: Event[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    events.push(event);
    if (event.type === 'instance-progress' && event.stage === 'train' && event.fraction! >= fraction)
      child.kill(signal);
  }
  await ended;
  return events;
}

/** The line of the training in the lock file: its key and the digest of its output. */
function result(folder: string): string {
  return readFileSync(join(folder, 'pipeline.lock'), 'utf8')
    .split('\n')
    .find((line) => line.startsWith('train['))!;
}

describe('a training', () => {
  test('that is interrupted, killed and ended at three random points has the bytes of one that was left alone', async () => {
    const undisturbed = temporaryFolder();
    expect((await eosPipeline(undisturbed, ...TRAINING)).exitCode).toBe(0);

    const folder = temporaryFolder();
    const points = Array.from({ length: 3 }, () => 0.05 + 0.75 * Math.random()).sort();
    const context = `killed at ${points.join(', ')}`;
    const interrupted = await killAt(folder, points[0]!, 'SIGINT');
    expect(interrupted, context).toContainEqual(
      expect.objectContaining({ type: 'instance-interrupted', checkpoint: true }),
    );
    // Killed outright, it goes on from what the interruption saved.
    await killAt(folder, points[1]!, 'SIGKILL');
    const resumed = await killAt(folder, points[2]!, 'SIGTERM');
    expect(resumed, context).toContainEqual(
      expect.objectContaining({ type: 'instance-started', stage: 'train', resumed: true }),
    );
    expect((await eosPipeline(folder, ...TRAINING)).exitCode).toBe(0);
    expect(result(folder), context).toBe(result(undisturbed));
  });
});
