import { accessSync, constants } from 'node:fs';
import { describeEnds } from './describe-ends.ts';
import { onCluster } from './on-cluster.ts';

onCluster(
  'a cluster with accounting, and limits by the kernel where that is allowed',
  (cluster) => {
    describeEnds(cluster, { accounting: true });
  },
  { accounting: true, cgroup: canMakeGroups() },
);

function canMakeGroups(): boolean {
  try {
    accessSync('/sys/fs/cgroup', constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
