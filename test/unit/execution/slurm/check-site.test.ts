import { describe, expect, it } from 'vitest';
import { checkSite, longestMs } from '../../../../src/execution/slurm/check-site.ts';
import { parsePartitions } from '../../../../src/execution/slurm/client/parse-site.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import type { SlurmSettings } from '../../../../src/pipeline/plan/slurm-settings.ts';
import { instanceOf } from '../../../stage-project.ts';

const SITE = {
  cluster: 'eos',
  version: '22.05.8',
  maxArray: 1001,
  accounting: false,
  partitions: parsePartitions(
    'PartitionName=main Default=YES MaxTime=UNLIMITED\nPartitionName=short Default=NO MaxTime=00:01:00\n',
  ),
};
const NOTHING: SlurmSettings = { maxSubmitted: 1000, arrays: true, extra: [] };

function check(settings: Partial<SlurmSettings>, parts: Partial<Instance> = {}): void {
  checkSite(SITE, { ...NOTHING, ...settings }, [instanceOf('/p', 'train', parts)]);
}

describe('checkSite', () => {
  it('takes what the cluster has', () => {
    check({});
    check({ partition: 'main,short' }, { timeMs: 120_000 });
  });

  it('names a partition that there is not', () => {
    expect(() => {
      check({ partition: 'shrt' });
    }).toThrow('executors.slurm.partition: the cluster eos has no partition "shrt"');
    expect(() => {
      check({ networkPartition: 'transfer' });
    }).toThrow('executors.slurm.networkPartition: the cluster eos has no partition "transfer"');
  });

  it('refuses a time that Slurm would accept and never grant', () => {
    expect(() => {
      check({ partition: 'short' }, { timeMs: 7_200_000 });
    }).toThrow(
      'the stage train asks for 120 min, and the partition "short" allows 1 min: Slurm would accept its jobs and never start them',
    );
  });
});

describe('longestMs', () => {
  it('is the limit of the most patient of the partitions', () => {
    expect(longestMs(SITE.partitions, 'short')).toBe(60_000);
    expect(longestMs(SITE.partitions, 'main,short')).toBeUndefined();
    expect(longestMs(SITE.partitions, undefined)).toBeUndefined();
    expect(longestMs(new Map(), undefined)).toBeUndefined();
  });
});
