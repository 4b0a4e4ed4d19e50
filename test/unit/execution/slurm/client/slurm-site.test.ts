import { describe, expect, it } from 'vitest';
import {
  parseConfig,
  parsePartitions,
  slurmSite,
} from '../../../../../src/execution/slurm/client/slurm-site.ts';
import { fakeSlurm } from '../../../../fake-slurm.ts';

describe('parseConfig', () => {
  it('finds what decides how jobs are submitted and watched', () => {
    const text =
      'Configuration data as of 2026-11-26T10:00:00\nAccountingStorageType   = accounting_storage/slurmdbd\nClusterName             = eos\nMaxArraySize            = 11\nSLURM_VERSION           = 22.05.8\n';
    expect(parseConfig(text)).toEqual({ cluster: 'eos', version: '22.05.8', maxArray: 11, accounting: true });
  });

  it('takes the default of Slurm where something is not said', () => {
    expect(parseConfig('AccountingStorageType = (null)\n')).toMatchObject({ maxArray: 1001 });
    expect(parseConfig('AccountingStorageType   = accounting_storage/none\n').accounting).toBe(false);
  });
});

describe('parsePartitions', () => {
  it('finds the limit of each', () => {
    const text =
      'PartitionName=main AllowGroups=ALL Default=YES MaxTime=UNLIMITED State=UP\nPartitionName=short Default=NO MaxTime=00:01:00 State=DOWN\n';
    expect([...parsePartitions(text)]).toEqual([
      ['main', { isDefault: true, state: 'UP' }],
      ['short', { maxTimeMs: 60_000, isDefault: false, state: 'DOWN' }],
    ]);
  });
});

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
