import { describe, expect, it } from 'vitest';
import { parseConfig, parsePartitions } from '../../../../../src/execution/slurm/client/parse-site.ts';

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
