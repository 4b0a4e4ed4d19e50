import { describe, expect, it } from 'vitest';
import {
  accountedStates,
  hasEnded,
  queuedStates,
  waitsForEver,
} from '../../../../../src/execution/slurm/client/job-states.ts';
import { fakeCalls, fakeSlurm } from '../../../../fake-slurm.ts';

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
  it('asks for fields that every version has, and for names, since a number may be that of another job by now', async () => {
    const folder = fakeSlurm({ sacct: "echo '19_0|TIMEOUT|0:0|n1'" });
    const states = await accountedStates([
      { job: '19', name: 'a-1' },
      { job: '20', name: 'b-2' },
    ]);
    expect(states!.get('19_0')).toEqual({
      state: 'TIMEOUT',
      exitCode: '0:0',
      node: 'n1',
    });
    expect(fakeCalls(folder, 'sacct')).toEqual([
      '--allocations --parsable2 --noheader --jobs=19,20 --name=a-1,b-2 --format=JobID,State,ExitCode,NodeList',
    ]);
  });

  it('knows nothing at a site without accounting', async () => {
    fakeSlurm();
    expect(await accountedStates([{ job: '19', name: 'a-1' }])).toBeUndefined();
  });
});
