import { expect, it } from 'vitest';
import { inspectChosen } from '../../../src/cli/inspection.ts';
import { projectFolder } from '../../project-folder.ts';
import { smallProject } from '../../small-project.ts';

it('an inspection knows the named instances and, besides, all that they need', async () => {
  const cwd = projectFolder(smallProject);
  const { states, chosen } = await inspectChosen({ cwd, color: false }, ['power[value=2]']);
  expect(states.map(({ instance, state }) => `${instance} ${state}`)).toEqual([
    'number[value=2] stale',
    'power[value=2] pending',
  ]);
  expect(chosen.map(({ instance }) => instance)).toEqual(['power[value=2]']);
});
