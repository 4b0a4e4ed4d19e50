import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slurmSite } from '../../../../../src/execution/slurm/client/slurm-site.ts';
import { fakeSlurm } from '../../../../fake-slurm.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

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

  it('asks again where the controller hangs for a moment', async () => {
    const counted = join(temporaryFolder(), 'asked');
    const hanging = `
      echo "$*" >>'${counted}'
      [ "$(grep -c config '${counted}')" -gt 2 ] || { echo 'error: Socket timed out on send/recv operation' >&2; exit 1; }`;
    fakeSlurm({ scontrol: `case "$*" in *config*) ${hanging} ;; esac; echo 'ClusterName = here'` });
    expect(await slurmSite()).toMatchObject({ cluster: 'here' });
    expect(readFileSync(counted, 'utf8').trim().split('\n')).toHaveLength(3);
  });

  it('gives up where it goes on hanging', async () => {
    fakeSlurm({ scontrol: "echo 'error: Socket timed out on send/recv operation' >&2; exit 1" });
    await expect(slurmSite()).rejects.toThrow('Slurm cannot be reached: error: Socket timed out');
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
