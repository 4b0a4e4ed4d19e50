import { describe, expect, it } from 'vitest';
import { slurmSite } from '../../../../../src/execution/slurm/client/slurm-site.ts';
import { fakeSlurm } from '../../../../fake-slurm.ts';

describe('slurmSite', () => {
  it('says what the cluster is like', async () => {
    fakeSlurm();
    const { partitions, ...site } = await slurmSite();
    expect(site).toEqual({ cluster: 'fake', version: '22.05.8', maxArray: 1001, accounting: false });
    expect([...partitions.keys()]).toEqual(['main', 'short']);
  });

  it('says that there is no Slurm here', async () => {
    const before = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      await expect(slurmSite()).rejects.toMatchObject({
        code: 'bad-argument',
        message: 'there is no Slurm here: "scontrol" is not installed',
      });
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('says why it cannot be reached', async () => {
    fakeSlurm({
      scontrol:
        "echo 'slurm_load_ctl_conf error: Unable to contact slurm controller (connect failure)' >&2; exit 1",
    });
    await expect(slurmSite()).rejects.toMatchObject({
      code: 'bad-argument',
      message:
        'Slurm cannot be reached: slurm_load_ctl_conf error: Unable to contact slurm controller (connect failure)',
    });
  });
});
