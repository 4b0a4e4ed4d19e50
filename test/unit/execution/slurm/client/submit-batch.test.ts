import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BatchFolder } from '../../../../../src/execution/slurm/batch/batch-folder.ts';
import { findSubmitted, submitBatch } from '../../../../../src/execution/slurm/client/submit-batch.ts';
import { fakeCalls, fakeSlurm } from '../../../../fake-slurm.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

// Nobody wants to wait for a controller that is none.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

afterEach(() => {
  vi.clearAllMocks();
});

function batchFolder(): BatchFolder {
  const path = join(temporaryFolder(), 'a-1');
  mkdirSync(path);
  return new BatchFolder(path);
}

const TIMED_OUT =
  'echo "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation" >&2; exit 1';

describe('submitBatch', () => {
  it('gives the number of the job', async () => {
    fakeSlurm({ sbatch: 'echo 42' });
    expect(await submitBatch(batchFolder(), 'a-1', ['script.sh'], {})).toEqual({
      type: 'submitted',
      job: '42',
    });
  });

  it('finds a job again whose submission seemed to fail, and submits no second one', async () => {
    const folder = fakeSlurm({ sbatch: TIMED_OUT, squeue: "echo '42_[0-9]'" });
    expect(await submitBatch(batchFolder(), 'a-1', ['script.sh'], {})).toEqual({
      type: 'submitted',
      job: '42',
    });
    expect(fakeCalls(folder, 'sbatch')).toHaveLength(1);
    expect(fakeCalls(folder, 'squeue')).toEqual(['--noheader --states=all --name=a-1 --format=%i']);
  });

  it('submits again what did not arrive, once the controller has answered twice that it is not there', async () => {
    const folder = fakeSlurm({
      sbatch: `[ -e $FAKE/once ] && echo 43 && exit; touch $FAKE/once; ${TIMED_OUT}`,
    });
    expect(await submitBatch(batchFolder(), 'a-1', ['script.sh'], {})).toEqual({
      type: 'submitted',
      job: '43',
    });
    expect(fakeCalls(folder, 'squeue')).toHaveLength(2);
  });

  it('says what Slurm refuses, and does not ask twice', async () => {
    const folder = fakeSlurm({
      sbatch:
        'echo "sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified" >&2; exit 1',
    });
    expect(await submitBatch(batchFolder(), 'a-1', ['script.sh'], {})).toEqual({
      type: 'refused',
      message: 'Invalid account or account/partition combination specified',
    });
    expect(fakeCalls(folder, 'sbatch')).toHaveLength(1);
  });
});

describe('findSubmitted', () => {
  it('believes a node that has begun the job, although the queue knows nothing of it any more', async () => {
    fakeSlurm();
    const folder = batchFolder();
    folder.begin(0, { job: '44', node: 'n2' });
    expect(await findSubmitted(folder, 'a-1')).toBe('44');
  });
});
