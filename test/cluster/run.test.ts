import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eosPipelineWith } from '../command-line.ts';
import { SMALL_STUDY } from '../small-study.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { onCluster } from './on-cluster.ts';
import { ClusterProject } from './cluster-project.ts';

onCluster('a run on the cluster', (cluster) => {
  it('gives the same bytes as the local run, and then has nothing to do', async () => {
    const project = new ClusterProject(cluster, { small: 6, long: 2 });
    const { problems, summary } = await project.repro();
    expect(problems).toEqual([]);
    expect(summary).toMatchObject({ ran: 9, failed: 0 });
    expect(project.results()).toBe(await project.localResults());
    expect((await project.repro()).summary).toMatchObject({ ran: 0, hits: 9 });
  });

  it('trains, analyses and reports as the local run does, by this project’s own pipeline', async () => {
    const folders = { local: temporaryFolder(), slurm: temporaryFolder() };
    const trained = async (executor: keyof typeof folders): Promise<string> => {
      const folder = folders[executor];
      const command = ['repro', '--executor', executor, ...SMALL_STUDY];
      const { exitCode, stdout, stderr } = await eosPipelineWith(cluster.environment, folder, ...command);
      expect(exitCode, stdout + stderr).toBe(0);
      const results = [readFileSync(join(folder, 'pipeline.lock'), 'utf8')];
      for (const name of ['index.html', 'report.json'])
        results.push(readFileSync(join(folder, 'reports', name), 'utf8'));
      return results.join('\n');
    };
    expect(await trained('slurm')).toBe(await trained('local'));
  });

  it('puts 200 instances into arrays', async () => {
    const project = new ClusterProject(cluster, { small: 200, long: 0 });
    const before = await jobNumbers();
    const { problems, summary } = await project.repro();
    expect(problems).toEqual([]);
    expect(summary).toMatchObject({ ran: 201, failed: 0 });
    const arrays = (await jobNumbers()).filter((job) => !before.includes(job));
    // One array for the instances, one for what collects them; those that came a moment later may have one more.
    expect(arrays.length).toBeLessThanOrEqual(4);
    expect(project.results()).toBe(await project.localResults());
  });

  async function jobNumbers(): Promise<string[]> {
    return [...new Set((await cluster.run('squeue', '-h', '-t', 'all', '-o', '%F')).split('\n'))];
  }
});
