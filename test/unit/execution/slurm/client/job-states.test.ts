import { describe, expect, it } from 'vitest';
import {
  accountedStates,
  hasEnded,
  parseAccounting,
  parseQueue,
  queuedStates,
  waitsForEver,
} from '../../../../../src/execution/slurm/client/job-states.ts';
import { fakeCalls, fakeSlurm } from '../../../../fake-slurm.ts';

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

describe('hasEnded', () => {
  it('takes a word that is not known for a job that is still there', () => {
    const ended = [
      'COMPLETED',
      'NODE_FAIL',
      'PREEMPTED',
      'RUNNING',
      'COMPLETING',
      'REQUEUED',
      'SOMETHING_NEW',
    ];
    expect(ended.map((state) => hasEnded({ state }))).toEqual([true, true, true, false, false, false, false]);
  });
});

describe('waitsForEver', () => {
  it('tells what no time will change from what somebody may let go', () => {
    const waits = (reason: string): boolean => waitsForEver({ state: 'PENDING', reason });
    expect(
      ['PartitionTimeLimit', 'BadConstraints', 'JobHeldUser', 'Priority', 'QOSMaxJobsPerUserLimit'].map(
        waits,
      ),
    ).toEqual([true, true, false, false, false]);
    expect(waitsForEver({ state: 'RUNNING', reason: 'PartitionTimeLimit' })).toBe(false);
    expect(waitsForEver(undefined)).toBe(false);
  });
});

describe('queuedStates', () => {
  it('asks once for all jobs', async () => {
    const folder = fakeSlurm({ squeue: "echo '19_0|RUNNING|n1|None'" });
    expect([...(await queuedStates(['a-1', 'b-2']))!]).toEqual([['19_0', { state: 'RUNNING', node: 'n1' }]]);
    expect(fakeCalls(folder, 'squeue')).toEqual([
      '--noheader --array --states=all --name=a-1,b-2 --format=%i|%T|%N|%r',
    ]);
  });

  it('knows nothing where the controller does not answer', async () => {
    fakeSlurm({ squeue: "echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1" });
    expect(await queuedStates(['a-1'])).toBeUndefined();
  });
});

describe('accountedStates', () => {
  it('asks for fields that every version has', async () => {
    const folder = fakeSlurm({ sacct: "echo '19_0|TIMEOUT|0:0|n1'" });
    expect((await accountedStates(['19', '20']))!.get('19_0')).toEqual({
      state: 'TIMEOUT',
      exitCode: '0:0',
      node: 'n1',
    });
    expect(fakeCalls(folder, 'sacct')).toEqual([
      '--allocations --parsable2 --noheader --jobs=19,20 --format=JobID,State,ExitCode,NodeList',
    ]);
  });

  it('knows nothing at a site without accounting', async () => {
    fakeSlurm();
    expect(await accountedStates(['19'])).toBeUndefined();
  });
});
