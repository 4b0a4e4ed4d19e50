import { describe, expect, it } from 'vitest';
import { expandId, submittedId } from '../../../../../src/execution/slurm/client/job-id.ts';

describe('submittedId', () => {
  it.each([
    ['11\n', '11'],
    ['11;cluster\n', '11'],
    ['Your project has 3 % of its hours left.\n12\n', '12'],
    ['Submitted batch job 13\n', '13'],
  ])('reads %j', (said, id) => {
    expect(submittedId(said)).toBe(id);
  });

  it('takes nothing else for an id', () => {
    expect(['', 'sbatch: error', '12 jobs'].map(submittedId)).toEqual([undefined, undefined, undefined]);
  });
});

describe('expandId', () => {
  const tasks = (id: string): string =>
    expandId(id)
      .map(({ job, task }) => `${job}:${task}`)
      .join(' ');

  it.each([
    ['19', '19:0'],
    ['19_4', '19:4'],
    ['19_[4-6%2]', '19:4 19:5 19:6'],
    ['19_[1,3-5]', '19:1 19:3 19:4 19:5'],
    ['19_[7]', '19:7'],
  ])('expands %s', (id, expected) => {
    expect(tasks(id)).toBe(expected);
  });

  it('gives nothing for what is no id', () => {
    expect(expandId('JOBID')).toEqual([]);
    expect(expandId('19+0')).toEqual([]);
  });
});
