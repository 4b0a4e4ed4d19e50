import { describe, expect, it } from 'vitest';
import { EXECUTOR } from '../../../../src/pipeline/plan/executor-name.ts';

describe('EXECUTOR', () => {
  it('is one of the executors', () => {
    expect(['local', 'slurm', 'pbs', 3, null].map(EXECUTOR.parse)).toEqual([
      'local',
      'slurm',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
