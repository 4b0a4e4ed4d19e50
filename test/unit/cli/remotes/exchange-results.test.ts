import { expect, it } from 'vitest';
import { openProject } from '../../../../src/cli/project.ts';
import { exchangeResults } from '../../../../src/cli/remotes/exchange-results.ts';
import type { SharedPlanOptions } from '../../../../src/execution/sharing/shared-plan.ts';
import { captured } from '../../../captured.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

it('hands the plan over, and says what came of it in lines or as JSON', async () => {
  const cwd = projectFolder(smallProject);
  const given: SharedPlanOptions[] = [];
  const shown = async (json: boolean): Promise<string> => {
    const options = { cwd, json, color: false };
    const project = await openProject(options, ['page']);
    const { text } = await captured(async () => {
      const summary = await exchangeResults(project, [], options, {
        type: 'pull',
        act: (plan, shared) => {
          given.push(shared);
          return Promise.resolve({ instances: plan.instances.length });
        },
        lines: ({ instances }, time) => [`${instances} in ${time}`, 'and more'],
      });
      return summary.instances;
    });
    return text;
  };
  expect(await shown(false)).toMatch(/^5 in .*\nand more\n$/);
  expect(JSON.parse(await shown(true))).toEqual({ version: 1, type: 'pull', instances: 5 });
  expect(given[0]).toMatchObject({ remotes: [], targets: ['page'] });
});
