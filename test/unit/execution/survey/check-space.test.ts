import { describe, expect, it } from 'vitest';
import { openProject } from '../../../../src/cli/project.ts';
import { runPlan } from '../../../../src/execution/run-plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

describe('checkSpace', () => {
  it('refuses what will not fit before anything runs; what was measured counts more than what is expected', async () => {
    const folder = projectFolder(smallProject);
    const { plan, cacheFolder } = await openProject({ cwd: folder, color: false });
    const ran: string[] = [];
    const run = (expectedBytes: number, force = false) =>
      runPlan(plan, { cacheFolder, force, expectedBytes: () => expectedBytes }, (event) => {
        if (event.type === 'instance-started') ran.push(event.instance);
      });
    await expect(run(1e18)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(
        /^what has to run will write about 5,000,000,000,000 MB into the cache .* MB free$/,
      ) as string,
    });
    expect(ran).toEqual([]);
    expect(await run(1)).toMatchObject({ exitCode: 0, ran: 5 });
    expect(await run(1e18, true)).toMatchObject({ exitCode: 0, ran: 5 });
  });
});
