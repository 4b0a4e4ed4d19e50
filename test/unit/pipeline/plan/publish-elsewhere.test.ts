import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../../src/pipeline/plan/build-plan.ts';
import { loadPipeline } from '../../../../src/pipeline/source/load-pipeline.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';

async function publishTo(stages: string, place: string): Promise<(string | undefined)[]> {
  const folder = projectFolder({ 'pipeline.yaml': `version: 1\nstages:\n${stages}` });
  const options = { publishTo: join(folder, place), cacheFolder: join(folder, 'cache') };
  const work = loadPipeline(join(folder, 'pipeline.yaml')).then((pipeline) => buildPlan(pipeline, options));
  const message = await messageOf(work, folder).catch(() => undefined);
  if (message !== undefined) return [message];
  return (await work).plan.instances.map(({ publish }) => publish?.slice(folder.length + 1));
}

const stage = (name: string, publish: string): string =>
  `  ${name}: { run: ls, outputs: [x]${publish === '' ? '' : `, publish: ${publish}`} }\n`;

describe('publishing elsewhere', () => {
  it('fills the folder itself with the one output, and gives each of several its own folder in it', async () => {
    expect(await publishTo(stage('a', 'reports') + stage('b', ''), 'trial')).toEqual(['trial', undefined]);
    expect(await publishTo(stage('a', 'reports') + stage('b', 'docs/b'), 'trial')).toEqual([
      'trial/reports',
      'trial/docs/b',
    ]);
  });

  it.each([
    [stage('a', ''), 'trial', 'no stage of this pipeline publishes anything'],
    [stage('a', 'reports'), '..', 'which is not inside the project folder'],
    [stage('a', 'reports'), 'cache/trial', 'which lies in the cache'],
  ])('is refused for the argument: %s to %s', async (stages, place, problem) => {
    const [message] = await publishTo(stages, place);
    expect(message).toContain(problem);
    expect(message).toContain('--publish-to');
  });
});
