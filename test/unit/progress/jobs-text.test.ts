import { describe, expect, it } from 'vitest';
import { jobsText } from '../../../src/progress/jobs-text.ts';
import type { InstanceJob } from '../../../src/execution/slurm/job-overview.ts';

function jobs(state: InstanceJob['state'], count: number, parts: Partial<InstanceJob> = {}): InstanceJob[] {
  return Array.from({ length: count }, (_, task) => ({
    instance: `train[size=${task}]`,
    stage: 'train',
    job: `7_${task}`,
    state,
    ...parts,
  }));
}

describe('jobsText', () => {
  it('counts what waits and why, and names what runs', () => {
    const all = [
      ...jobs('queued', 2, { reason: 'Priority' }),
      ...jobs('queued', 1, { reason: 'Resources' }),
      ...jobs('running', 1, { node: 'n1', fraction: 0.429, message: 'loss 0.2' }),
      ...jobs('ended', 1),
    ];
    expect(jobsText(all)).toEqual([
      'in Slurm: 3 queued (2 Priority, 1 Resources), 1 running, 1 ended, which the next "repro" takes up',
      '  train[size=0]: job 7_0 on n1, 42 %, loss 0.2',
    ]);
    expect(jobsText(jobs('queued', 2, { reason: 'Priority' }))).toEqual(['in Slurm: 2 queued (Priority)']);
  });

  it('names no more than ten', () => {
    expect(jobsText(jobs('running', 12))).toHaveLength(12);
    expect(jobsText(jobs('running', 12)).at(-1)).toBe('  and 2 more');
  });
});
