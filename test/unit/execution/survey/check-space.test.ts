import { describe, expect, it } from 'vitest';
import { openProject } from '../../../../src/cli/project.ts';
import type { RunForecast } from '../../../../src/execution/run-options.ts';
import { runPlan } from '../../../../src/execution/run-plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

describe('checkSpace', () => {
  it('refuses what is not expected to fit, before anything runs', async () => {
    const folder = projectFolder(smallProject);
    const { plan, cacheFolder } = await openProject({ cwd: folder, color: false });
    const ran: string[] = [];
    const asked: string[][] = [];
    const run = (bytes: number) => {
      const forecast = (instances: readonly { id: string }[]): Promise<RunForecast> => {
        asked.push(instances.map(({ id }) => id));
        return Promise.resolve({ bytes, durationsMs: new Map() });
      };
      return runPlan(plan, { cacheFolder, forecast }, (event) => {
        if (event.type === 'instance-started') ran.push(event.instance);
      });
    };
    await expect(run(1e18)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(
        /^what has to run will write about 1,000,000,000,000 MB into the cache .* MB free$/,
      ) as string,
    });
    expect(ran).toEqual([]);
    expect(await run(1)).toMatchObject({ exitCode: 0, ran: 5 });
    expect(asked[0]).toHaveLength(5);
    // Nothing is asked for where nothing has to run.
    expect(await run(1e18)).toMatchObject({ exitCode: 0, hits: 5 });
  });
});
