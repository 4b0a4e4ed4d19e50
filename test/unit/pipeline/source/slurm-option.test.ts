import { describe, expect, it } from 'vitest';
import { extraOptionProblem } from '../../../../src/pipeline/source/slurm-option.ts';

describe('extraOptionProblem', () => {
  it.each(['--reservation=course', '--exclusive', '-Lmatlab:1', '--mail-type=FAIL', '--mem-per-cpu=2G'])(
    'takes %s',
    (option) => {
      expect(extraOptionProblem(option)).toBeUndefined();
    },
  );

  it.each([
    ['reservation', 'is no option of sbatch: each begins with "-" or "--"'],
    ['--reservation course', 'has a space: write "--option=value", as one word'],
    ['--array=0-9', 'is an option that eos-pipeline gives by itself'],
    ['-a0-9', 'is an option that eos-pipeline gives by itself'],
    ['--requeue', 'is an option that eos-pipeline gives by itself'],
    ['--partition=fat', 'has a key of its own: write "partition: …"'],
    ['-t60', 'has a key of its own: write "time: …"'],
  ])('refuses %s', (option, problem) => {
    expect(extraOptionProblem(option)).toBe(problem);
  });
});
