import { describe, expect, it } from 'vitest';
import { openProject } from '../../../../src/cli/project.ts';
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
      const expectedBytes = (instances: readonly { id: string }[]): number => {
        asked.push(instances.map(({ id }) => id));
        return bytes;
      };
      return runPlan(plan, { cacheFolder, expectedBytes }, (event) => {
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
