import { describe, expect, it } from 'vitest';
import type { Instance, Plan } from '../../../../src/pipeline/plan/plan.ts';
import { probeOptions, wantedOf } from '../../../../src/cli/doctor/wanted.ts';
import { instanceOf } from '../../../stage-project.ts';

function planOf(instances: Partial<Instance>[], slurm: Partial<NonNullable<Plan['slurm']>> = {}): Plan {
  const made = instances.map((parts, index) =>
    instanceOf('/project', `train[number=${index}]`, { executor: 'slurm', ...parts }),
  );
  const settings = { maxSubmitted: 1000, arrays: true, extra: [], ...slurm };
  return {
    title: '',
    root: '/project',
    instances: made,
    stages: ['train'],
    profile: 'none',
    slurm: settings,
  };
}

describe('wantedOf', () => {
  it('gives for each stage the most that one of its instances asks for', () => {
    const plan = planOf(
      [
        { threads: 2, memoryBytes: 1e9 },
        { threads: 1, memoryBytes: 3e9, timeMs: 60_000 },
      ],
      {
        partition: 'main',
        timeMs: 3_600_000,
      },
    );
    expect(wantedOf(plan)).toEqual({
      partition: 'main',
      asked: [{ by: 'train', cpus: 2, memoryBytes: 3e9, timeMs: 3_600_000 }],
    });
  });

  it('leaves out what runs here, or elsewhere for the internet', () => {
    const local = planOf([{ network: true }]);
    expect(wantedOf(local)).toEqual({ asked: [] });
  });
});

describe('probeOptions', () => {
  const partition = {
    name: 'short',
    standard: true,
    available: 'up',
    nodes: { allocated: 0, idle: 1, other: 0, total: 1 },
    cpus: 4,
    memoryBytes: 2e9,
  };

  it('asks for what the instances do, and for little time', () => {
    const plan = planOf([], { partition: 'short', account: 'lab', extra: ['--reservation=course'] });
    expect(probeOptions(plan, partition)).toEqual([
      '--partition=short',
      '--account=lab',
      '--time=5',
      '--mem=400M',
      '--reservation=course',
    ]);
    expect(probeOptions(planOf([]), { ...partition, timeMs: 60_000 })).toEqual(['--time=1', '--mem=400M']);
  });
});
