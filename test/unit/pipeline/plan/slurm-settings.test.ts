import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import { EXECUTOR, slurmSettings } from '../../../../src/pipeline/plan/slurm-settings.ts';
import type { JsonObject } from '../../../../src/pipeline/values/json.ts';

function read(written: Parameters<typeof slurmSettings>[0], params: JsonObject = {}) {
  const faults = new FaultList();
  const settings = slurmSettings(written, params, faults);
  return { settings, told: faults.faults.map(({ message, expected }) => [message, expected]) };
}

describe('EXECUTOR', () => {
  it('is one of the executors', () => {
    const found = ['local', 'slurm', 'pbs', 3, null].map(EXECUTOR.parse);
    expect(found).toEqual(['local', 'slurm', undefined, undefined, undefined]);
  });
});

describe('slurmSettings', () => {
  it('asks for nothing where nothing is written', () => {
    expect(read({}).settings).toEqual({ maxSubmitted: 1000, arrays: true, extra: [] });
  });

  it('resolves references, times and sizes', () => {
    const written = {
      partition: '${{ params.where }}',
      time: '2h',
      memory: '${{ params.memory }}',
      maxRunning: 20,
      pack: '10m',
      arrays: '${{ params.arrays }}',
    };
    expect(read(written, { where: 'fat', memory: '4 GB', arrays: false }).settings).toEqual({
      partition: 'fat',
      timeMs: 7_200_000,
      memoryBytes: 4e9,
      maxRunning: 20,
      pack: { durationMs: 600_000 },
      maxSubmitted: 1000,
      arrays: false,
      extra: [],
    });
    expect(read({ pack: 8 }).settings.pack).toEqual({ instances: 8 });
  });

  it('checks what a reference leads to as what is written', () => {
    const x = '${{ params.x }}';
    const { told } = read({ partition: x, maxRunning: x, pack: x, time: x }, { x: 'two words' });
    expect(told).toEqual([
      [
        'wrong value of executors.slurm.partition',
        'a name without spaces that does not begin with "-", received "two words"',
      ],
      ['wrong value of executors.slurm.time', 'a time such as "90s", "30m" or "2h", received "two words"'],
      ['wrong value of executors.slurm.maxRunning', 'a whole number of at least 1, received "two words"'],
      [
        'wrong value of executors.slurm.pack',
        'a number of instances, or the time that they take together, such as "10m", received "two words"',
      ],
    ]);
  });
});
