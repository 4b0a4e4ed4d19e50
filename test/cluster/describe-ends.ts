import { expect, it } from 'vitest';
import { ClusterProject } from './cluster-project.ts';
import type { Cluster } from './cluster.ts';

/** What follows the end of a job, however a cluster finds that out: with and without accounting, limits by the kernel or by looking. */
export function describeEnds(cluster: Cluster, { accounting = false }: { accounting?: boolean } = {}): void {
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
    if (accounting)
      expect(await cluster.run('sacct', '-X', '-n', '-P', '-j', job, '-o', 'State')).toMatch(/^CANCELLED/);
    expect(project.sharedFolders()).toEqual([]);
    expect(project.results()).toBe(await project.localResults());
  });

  it('gives more memory to what used more than it was given, and says so', async () => {
    const project = new ClusterProject(cluster, {
      small: 1,
      long: 0,
      // The kernel ends the program alone, Slurm, which looks once a second, the whole job. What is not used again would be collected before that.
      smallRun:
        'node -e "const held = Buffer.alloc(600e6, 1); setTimeout(() => held.fill(2), 4000)" || exit 5; echo done > "$EOS_OUTPUT/number.txt"',
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
}
