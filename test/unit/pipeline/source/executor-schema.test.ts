import { describe, expect, it } from 'vitest';
import {
  executorChoice,
  executorsSchema,
  slurmSchema,
} from '../../../../src/pipeline/source/executor-schema.ts';

function problems(slurm: object): [path: string, message: string][] {
  const { error } = slurmSchema.safeParse(slurm);
  return (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
}

describe('executorChoice', () => {
  it('is one of the executors, or a reference', () => {
    for (const fine of ['local', 'slurm', '${{ params.executor }}'])
      expect(executorChoice.parse(fine)).toBe(fine);
    expect(executorChoice.safeParse('pbs').error!.issues[0]!.message).toBe('"local" or "slurm"');
  });
});

describe('slurmSchema', () => {
  it('takes everything that can be asked of Slurm', () => {
    const slurm = {
      partition: 'main,fat',
      account: 'physics',
      qos: 'long',
      constraint: 'avx512',
      gres: 'gpu:a100:1',
      networkPartition: 'transfer',
      time: '2h',
      memory: '4 GB',
      maxSubmitted: 500,
      maxRunning: '${{ params.running }}',
      arrays: false,
      pack: '10m',
      extra: ['--reservation=course'],
    };
    expect(executorsSchema.parse({ slurm })).toEqual({ slurm });
  });

  it('says what is wrong with a value', () => {
    expect(
      problems({ partition: 'two words', time: 60, pack: 'all', maxRunning: 'few', arrays: 'yes' }),
    ).toEqual([
      ['partition', 'a name without spaces that does not begin with "-"'],
      ['time', 'a time such as "90s", "30m" or "2h"'],
      ['maxRunning', 'a whole number of at least 1'],
      ['arrays', 'true or false'],
      ['pack', 'a number of instances, or the time that they take together, such as "10m"'],
    ]);
    expect(problems({ extra: ['--wrap=ls'] })).toEqual([
      ['extra.0', '"--wrap=ls" is an option that eos-pipeline gives by itself'],
    ]);
    expect(problems({ partitions: 'main' })[0]![1]).toContain('partitions');
  });
});
