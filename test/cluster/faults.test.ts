import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { untilEnded } from '../processes.ts';
import { ClusterProject } from './cluster-project.ts';
import { describeEnds } from './describe-ends.ts';
import { onCluster } from './on-cluster.ts';

onCluster('faults of a cluster', (cluster) => {
  describeEnds(cluster);

  it('finds its jobs again after the command was killed', async () => {
    const project = new ClusterProject(cluster, { small: 3, long: 2, steps: 60, stepMs: 100 });
    const run = project.start('repro', '--executor', 'slurm');
    await project.untilStep(3);
    run.process.kill('SIGKILL');
    await run.ended;
    const ended = await project.repro();
    expect(ended.problems).toEqual([]);
    const { summary } = ended;
    expect(summary).toMatchObject({ failed: 0, interrupted: 0 });
    expect(project.sharedFolders()).toEqual([]);
    // No step was done twice: the jobs went on, and nobody began them again.
    expect(project.repeatedSteps()).toEqual([]);
    expect(project.results()).toBe(await project.localResults());
  });

  it('runs on another node what a node that died was at, while the process there goes on', async () => {
    const project = new ClusterProject(cluster, { long: 2, steps: 400, stepMs: 100, saveEvery: 10 });
    const run = project.start('repro', '--executor', 'slurm');
    const first = await project.untilStep(15);
    const node = await nodeOf(first.pid);
    await cluster.signal(`slurmd.${node}`, 'SIGKILL');
    try {
      const ended = await run.ended;
      expect(ended.problems).toEqual([]);
      const { summary, events } = ended;
      expect(summary).toMatchObject({ failed: 0 });
      const retried = events.filter((event) => event.type === 'instance-retried');
      expect(retried.length).toBeGreaterThan(0);
      expect(retried.map(({ error }) => error.message).join()).toContain(`on ${node} failed (NODE_FAIL)`);
    } finally {
      cluster.startNode(node);
    }
    expect(project.sharedFolders()).toEqual([]);
    expect(project.results()).toBe(await project.localResults());
    await cluster.untilIdle();
  });

  it('goes on from the checkpoint after more urgent jobs took the nodes', async () => {
    const project = new ClusterProject(cluster, { long: 1, steps: 60, stepMs: 100 });
    const run = project.start('repro', '--executor', 'slurm');
    const { pid } = await project.untilStep(12);
    const urgent = await cluster.run(
      ...([
        'sbatch',
        '--parsable',
        '-p',
        'urgent',
        '-N',
        '3',
        '--exclusive',
        '--mem=1900M',
        '-o',
        '/dev/null',
      ] as const),
      '--wrap',
      'sleep 5',
    );
    await untilEnded(pid);
    const ended = await run.ended;
    expect(ended.problems).toEqual([]);
    const { summary, events } = ended;
    expect(summary).toMatchObject({ failed: 0 });
    const retried = events.filter((event) => event.type === 'instance-retried');
    expect(retried.map(({ error }) => error.message).join()).toContain('was preempted by another job');
    expect(await stateOf(urgent)).toBe('COMPLETED');
    expect(project.repeatedSteps().length).toBeLessThan(5);
    expect(project.results()).toBe(await project.localResults());
  });

  it('submits nothing twice while the controller of the cluster hangs', async () => {
    const project = new ClusterProject(cluster, { small: 3, long: 1 });
    await cluster.signal('slurmctld', 'SIGSTOP');
    const waking = setTimeout(14_000).then(() => cluster.signal('slurmctld', 'SIGCONT'));
    const run = project.start('repro', '--executor', 'slurm');
    const ended = await run.ended;
    expect(ended.problems).toEqual([]);
    const { summary } = ended;
    await waking;
    expect(summary).toMatchObject({ ran: 5, failed: 0 });
    expect(project.repeatedSteps()).toEqual([]);
    expect(project.results()).toBe(await project.localResults());
  });

  it('waits while the controller of the cluster is away', async () => {
    const project = new ClusterProject(cluster, { small: 2, long: 1, steps: 60, stepMs: 100 });
    const run = project.start('repro', '--executor', 'slurm');
    await project.untilStep(3);
    await cluster.signal('slurmctld', 'SIGKILL');
    await setTimeout(5000);
    cluster.startController();
    const ended = await run.ended;
    expect(ended.problems).toEqual([]);
    const { summary } = ended;
    expect(summary).toMatchObject({ ran: 4, failed: 0 });
    expect(project.repeatedSteps()).toEqual([]);
    expect(project.results()).toBe(await project.localResults());
  });

  async function stateOf(job: string): Promise<string> {
    return await cluster.run('squeue', '-h', '-t', 'all', '-j', job, '-o', '%T');
  }

  /** The node whose job a process belongs to. */
  async function nodeOf(pid: number): Promise<string> {
    for (let parent = pid; parent > 1;) {
      const environment = readFileSync(`/proc/${parent}/environ`, 'utf8').split('\0');
      const name = environment.find((variable) => variable.startsWith('SLURMD_NODENAME='));
      if (name !== undefined) return await Promise.resolve(name.slice('SLURMD_NODENAME='.length));
      const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
      parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    }
    throw new Error(`process ${pid} belongs to no job`);
  }
});
