import { describe, expect, it } from 'vitest';
import {
  parseAccounting,
  parseQueue,
  taskName,
} from '../../../../../src/execution/slurm/client/parse-states.ts';

describe('taskName', () => {
  it('is how Slurm calls a task', () => {
    expect(taskName('19', 4)).toBe('19_4');
  });
});

describe('parseQueue', () => {
  it('reads tasks one by one, and those that wait together', () => {
    const text = '19_[4-6%2]|PENDING||JobArrayTaskLimit\n19_0|RUNNING|n1|None\n7|FAILED|n2|NonZeroExitCode\n';
    expect([...parseQueue(text)]).toEqual([
      ['19_4', { state: 'PENDING', reason: 'JobArrayTaskLimit' }],
      ['19_5', { state: 'PENDING', reason: 'JobArrayTaskLimit' }],
      ['19_6', { state: 'PENDING', reason: 'JobArrayTaskLimit' }],
      ['19_0', { state: 'RUNNING', node: 'n1' }],
      ['7_0', { state: 'FAILED', node: 'n2', reason: 'NonZeroExitCode' }],
    ]);
  });

  it('keeps the words of a reason that has several', () => {
    const reason = 'ReqNodeNotAvail, UnavailableNodes:n[1-3]';
    expect(parseQueue(`8_0|PENDING||${reason}\n`).get('8_0')).toEqual({ state: 'PENDING', reason });
  });
});

describe('parseAccounting', () => {
  it('takes the first word of a state, and the id of the task, not its raw number', () => {
    const text =
      '19_1|FAILED|1:0|n1\n19_2|CANCELLED by 0|0:0|None assigned\n19_[3-4]|PENDING|0:0|None assigned\n20_0|OUT_OF_MEMORY|0:125|n3\n';
    expect([...parseAccounting(text)]).toEqual([
      ['19_1', { state: 'FAILED', exitCode: '1:0', node: 'n1' }],
      ['19_2', { state: 'CANCELLED', exitCode: '0:0' }],
      ['19_3', { state: 'PENDING', exitCode: '0:0' }],
      ['19_4', { state: 'PENDING', exitCode: '0:0' }],
      ['20_0', { state: 'OUT_OF_MEMORY', exitCode: '0:125', node: 'n3' }],
    ]);
  });
});
