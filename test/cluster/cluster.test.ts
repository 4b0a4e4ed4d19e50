import { expect, it } from 'vitest';
import { onCluster } from './on-cluster.ts';

onCluster('the cluster', (cluster) => {
  it('has three nodes that wait for work', async () => {
    expect(await cluster.run('sinfo', '-h', '-p', 'main', '-N', '-o', '%N %t')).toBe(
      'n1 idle\nn2 idle\nn3 idle',
    );
  });

  it('runs a script', async () => {
    expect(await cluster.run('srun', '-n', '1', 'sh', '-c', 'echo $SLURMD_NODENAME')).toMatch(/^n\d$/);
  });

  it('comes up again with other settings', async () => {
    cluster.start({ maxArraySize: 11, minJobAge: 2 });
    const config = await cluster.run('scontrol', 'show', 'config');
    expect(config).toMatch(/MaxArraySize\s+= 11\n/);
    expect(config).toMatch(/MinJobAge\s+= 2 sec/);
    expect(cluster.start()).toEqual({});
  });
});
