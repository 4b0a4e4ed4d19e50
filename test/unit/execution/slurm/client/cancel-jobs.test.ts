import { describe, expect, it } from 'vitest';
import { cancelJobs } from '../../../../../src/execution/slurm/client/cancel-jobs.ts';
import { fakeCalls, fakeSlurm } from '../../../../fake-slurm.ts';

describe('cancelJobs', () => {
  it('names no more than a hundred jobs in a call', async () => {
    const folder = fakeSlurm();
    const jobs = Array.from({ length: 101 }, (_, index) => String(index));
    expect(await cancelJobs(jobs)).toBe(true);
    expect(fakeCalls(folder, 'scancel')).toEqual([jobs.slice(0, 100).join(' '), '100']);
  });

  it('can spare what runs', async () => {
    const folder = fakeSlurm();
    await cancelJobs(['7'], 'waiting');
    expect(fakeCalls(folder, 'scancel')).toEqual(['--state=PENDING 7']);
  });

  it('says that the controller did not answer', async () => {
    fakeSlurm({ scancel: 'exit 8' });
    expect(await cancelJobs(['7'])).toBe(false);
  });
});
