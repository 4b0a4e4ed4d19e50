import { expect, it } from 'vitest';
import { eosPipelineWith, type Outcome } from '../command-line.ts';
import type { Cluster } from './cluster.ts';
import { ClusterProject } from './cluster-project.ts';
import { onCluster } from './on-cluster.ts';

async function doctor(cluster: Cluster, slurm: string, ...args: string[]): Promise<Outcome> {
  const project = new ClusterProject(cluster, { slurm });
  return await eosPipelineWith(cluster.environment, project.root, 'doctor', '--executor', 'slurm', ...args);
}

onCluster('doctor on a cluster', (cluster) => {
  it('says what the cluster is like, and tries the shared folder with a node', async () => {
    const { exitCode, stdout, stderr } = await doctor(cluster, 'partition: main');
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^Slurm +cluster eos, version [\d.]+; arrays of up to 1000 tasks, 10000 jobs in all$/m,
    );
    expect(stdout).toMatch(/^partition +short: up to 1m00s; 3 of 3 nodes idle, each 4 CPUs, 2\.1 GB$/m);
    expect(stdout).toMatch(/^accounting none: /m);
    expect(stdout).toMatch(/^probe +job \d+ on n\d \(.*\): submitted in .*, there after .*, tried for .*$/m);
    for (const about of ['folder', 'rename', 'link', 'locks', 'clock'])
      expect(stdout).toMatch(new RegExp(`^${about} +(?!FAULT)`, 'm'));
    expect(stdout).toMatch(/\na run can use this Slurm\n$/);
    expect(exitCode).toBe(0);
  });

  it('names a partition that is not there, and a time that it does not give', async () => {
    const missing = await doctor(cluster, 'partition: nope');
    expect(missing.stdout).toContain('partition  FAULT: there is no partition nope');
    expect(missing.exitCode).toBe(1);
    const long = await doctor(cluster, 'partition: short, time: 99m');
    expect(long.stdout).toContain('FAULT: long asks for 1h39m, and short gives 1m00s');
    expect(long.exitCode).toBe(1);
  });

  it('says why the probe does not start', async () => {
    const { exitCode, stdout } = await doctor(cluster, 'extra: [--begin=now+1hour]', '--wait', '2s');
    expect(stdout).toMatch(/^probe +FAULT: job \d+ did not start in .* \(BeginTime\) and was cancelled$/m);
    expect(exitCode).toBe(1);
    expect(await cluster.run('squeue', '-h', '-t', 'PENDING,RUNNING')).toBe('');
  });

  it('names a folder that a node does not see; a run goes to nodes that see it', async () => {
    const project = new ClusterProject(cluster, { small: 12, long: 0, slurm: 'extra: [--nodelist=n3]' });
    await cluster.signal('slurmd.n3', 'SIGKILL');
    cluster.startNode('n3', project.root);
    try {
      await cluster.untilIdle();
      const args = ['doctor', '--executor', 'slurm'];
      const { exitCode, stdout } = await eosPipelineWith(cluster.environment, project.root, ...args);
      expect(stdout).toContain(`folder     FAULT: node n3 does not see ${project.root}/cache`);
      expect(exitCode).toBe(1);
      project.write({ 'pipeline.yaml': project.pipeline.replace('--nodelist=n3', '--comment=any') });
      const { problems, summary } = await project.repro();
      expect(problems).toEqual([]);
      expect(summary).toMatchObject({ failed: 0 });
    } finally {
      await cluster.signal('slurmd.n3', 'SIGKILL');
      cluster.startNode('n3');
      await cluster.untilIdle();
    }
  });
});
