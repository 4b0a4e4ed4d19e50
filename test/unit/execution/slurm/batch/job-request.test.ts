import { describe, expect, it } from 'vitest';
import { requestOf, sbatchArguments } from '../../../../../src/execution/slurm/batch/job-request.ts';
import type { SlurmSettings } from '../../../../../src/pipeline/plan/slurm-settings.ts';

const NOTHING: SlurmSettings = { maxSubmitted: 1000, arrays: true, extra: [] };
const PLACE = { name: 'train-1', script: '/c/script.sh', output: '/c/%a.out', folder: '/c', tasks: 3 };

describe('requestOf', () => {
  it('asks for what the stage says, else for what is said for all', () => {
    const settings = {
      ...NOTHING,
      timeMs: 60_000,
      memoryBytes: 1e9,
      partition: 'main',
      networkPartition: 'transfer',
    };
    expect(requestOf({ resources: { threads: 2 } }, settings)).toEqual({
      threads: 2,
      timeMs: 60_000,
      memoryBytes: 1e9,
      partition: 'main',
      exclude: [],
    });
    const resources = { threads: 1, memoryBytes: 2e9, timeMs: 120_000, gpus: 1, network: true as const };
    expect(requestOf({ resources, timeoutMs: 1 }, settings)).toEqual({
      threads: 1,
      timeMs: 120_000,
      memoryBytes: 2e9,
      gpus: 1,
      partition: 'transfer',
      exclude: [],
    });
  });

  it('gives a stage with a timeout a minute more, so that it ends by itself', () => {
    expect(requestOf({ resources: { threads: 1 }, timeoutMs: 600_000 }, NOTHING).timeMs).toBe(660_000);
  });
});

describe('sbatchArguments', () => {
  it('asks for an array, for the signal before the end, and that Slurm tries nothing by itself', () => {
    expect(sbatchArguments({ threads: 1, exclude: [] }, NOTHING, PLACE)).toEqual([
      '--parsable',
      '--no-requeue',
      '--open-mode=append',
      '--job-name=train-1',
      '--array=0-2',
      '--output=/c/%a.out',
      '--chdir=/c',
      '--nodes=1',
      '--ntasks=1',
      '--cpus-per-task=1',
      '--signal=B:USR2@60',
      '/c/script.sh',
    ]);
  });

  it('writes everything else as Slurm reads it', () => {
    const settings = {
      ...NOTHING,
      account: 'physics',
      qos: 'long',
      constraint: 'avx512',
      extra: ['--exclusive'],
    };
    const request = {
      threads: 4,
      memoryBytes: 1e9,
      timeMs: 7_200_000,
      gpus: 2,
      partition: 'fat',
      exclude: ['n1', 'n3'],
    };
    const said = sbatchArguments(request, settings, { ...PLACE, atOnce: 2 });
    for (const option of [
      '--array=0-2%2',
      '--partition=fat',
      '--account=physics',
      '--qos=long',
      '--constraint=avx512',
      '--gres=gpu:2',
      '--cpus-per-task=4',
      // With what the two processes of this program need.
      '--mem=1210M',
      '--time=120',
      '--signal=B:USR2@300',
      '--exclude=n1,n3',
      '--exclusive',
    ])
      expect(said).toContain(option);
    expect(sbatchArguments(request, { ...settings, gres: 'gpu:a100:1', arrays: false }, PLACE)).toContain(
      '--gres=gpu:a100:1',
    );
  });

  it('submits one task without an array where the site has none', () => {
    const said = sbatchArguments({ threads: 1, exclude: [] }, { ...NOTHING, arrays: false }, PLACE);
    expect(said.filter((word) => word.startsWith('--array'))).toEqual([]);
  });

  it.each([
    [60_000, 30],
    [600_000, 60],
    [86_400_000, 300],
  ])('gives a job of %i ms its signal %i s before the end', (timeMs, seconds) => {
    expect(sbatchArguments({ threads: 1, timeMs, exclude: [] }, NOTHING, PLACE)).toContain(
      `--signal=B:USR2@${seconds}`,
    );
  });
});
