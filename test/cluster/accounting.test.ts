import { accessSync, constants } from 'node:fs';
import { expect, it } from 'vitest';
import { ClusterProject } from './cluster-project.ts';
import { onCluster } from './on-cluster.ts';

onCluster(
  'a cluster with accounting, and limits by the kernel where that is allowed',
  (cluster) => {
    it('submits again what somebody cancelled', async () => {
      const project = new ClusterProject(cluster, { long: 1, steps: 40, stepMs: 100 });
      const run = project.start('repro', '--executor', 'slurm');
      await project.untilStep(12);
      const job = await cluster.run('squeue', '-h', '-r', '-t', 'RUNNING', '-o', '%i');
      await cluster.run('scancel', job);
      const { problems, summary, events } = await run.ended;
      expect(problems).toEqual([]);
      expect(summary).toMatchObject({ failed: 0 });
      expect(events.filter(({ type }) => type === 'instance-retried')).toHaveLength(1);
      expect(await cluster.run('sacct', '-X', '-n', '-P', '-j', job, '-o', 'State')).toMatch(/^CANCELLED/);
      expect(project.results()).toBe(await project.localResults());
    });

    it('gives more memory to what used more than it was given, and says so', async () => {
      const project = new ClusterProject(cluster, {
        small: 1,
        long: 0,
        smallRun:
          'node -e "Buffer.alloc(600e6, 1); setTimeout(() => {}, 4000)" || exit 5; echo done > "$EOS_OUTPUT/number.txt"',
        smallLines: 'resources: { memory: 100 MB }',
      });
      const { problems, summary, events } = await project.repro();
      expect(problems).toEqual([]);
      expect(summary).toMatchObject({ failed: 0 });
      const retried = events.filter((event) => event.type === 'instance-retried');
      expect(retried.map(({ error }) => error.message).join('\n')).toMatch(
        /^out of memory: job .* used more than/,
      );
    });
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
