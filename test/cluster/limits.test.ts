import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ClusterProject } from './cluster-project.ts';
import { onCluster } from './on-cluster.ts';

onCluster(
  'a cluster with small arrays that soon forgets its jobs',
  (cluster) => {
    it('cuts arrays to what it takes', async () => {
      const project = new ClusterProject(cluster, { small: 25, long: 0 });
      const { problems, summary } = await project.repro();
      expect(problems).toEqual([]);
      expect(summary).toMatchObject({ ran: 26, failed: 0 });
      expect(project.results()).toBe(await project.localResults());
    });

    it('takes the results of jobs that it has forgotten while the command was away', async () => {
      const project = new ClusterProject(cluster, { small: 3, long: 1, steps: 30, stepMs: 100 });
      const run = project.start('repro', '--executor', 'slurm');
      await project.untilStep(5);
      run.process.kill('SIGKILL');
      await run.ended;
      while ((await cluster.run('squeue', '-h', '-t', 'all', '-o', '%A')) !== '') await setTimeout(200);
      const { problems, summary } = await project.repro();
      expect(problems).toEqual([]);
      expect(summary).toMatchObject({ failed: 0, interrupted: 0 });
      expect(project.repeatedSteps()).toEqual([]);
      expect(project.results()).toBe(await project.localResults());
    });

    it('saves the state at the time limit, and goes on in the next job to the same bytes', async () => {
      const project = new ClusterProject(cluster, {
        long: 1,
        steps: 400,
        stepMs: 100,
        saveEvery: 1000,
        longLines: 'resources: { time: 1m }',
      });
      const { problems, summary, events } = await project.repro();
      expect(problems).toEqual([]);
      expect(summary).toMatchObject({ failed: 0 });
      const retried = events.filter((event) => event.type === 'instance-retried');
      expect(retried.map(({ error }) => error.message).join()).toContain('at its time limit of 1 min');
      expect(project.repeatedSteps()).toEqual([]);
      expect(project.sharedFolders()).toEqual([]);
      expect(project.results()).toBe(await project.localResults());
    });

    it('refuses a time above the limit of the partition before anything is submitted', async () => {
      const project = new ClusterProject(cluster, {
        small: 1,
        long: 0,
        slurm: 'partition: short, time: 99m',
      });
      const { code, problems } = await project.repro();
      expect(code).toBe(2);
      expect(problems.join()).toContain('the partition "short" allows 1 min');
    });
  },
  { maxArraySize: 11, minJobAge: 2 },
);
