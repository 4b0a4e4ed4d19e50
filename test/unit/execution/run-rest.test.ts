import { expect, it } from 'vitest';
import { runRest } from '../../../src/execution/run-rest.ts';
import { projectFolder } from '../../project-folder.ts';
import { runScope } from '../../run-scope.ts';
import { instanceOf, planOver } from '../../stage-project.ts';

it('checks what has to run and asks what it will need, before anything starts', async () => {
  const root = projectFolder({});
  const command = { kind: 'run' as const, command: 'exit 1', outputs: [] };
  const instances = ['a', 'b'].map((id) => instanceOf(root, id, { work: command }));
  const asked: string[] = [];
  const run = await runScope(planOver(root, instances), {
    validate: (stale) => Promise.resolve(void asked.push(`validate ${stale.length}`)),
    forecast: (stale) => {
      asked.push(`forecast ${stale.length}`);
      return Promise.resolve({ bytes: 1e18, durationsMs: new Map() });
    },
  });
  for (const instance of instances) run.survey.look(instance, false);
  await expect(runRest(run, 1, undefined)).rejects.toMatchObject({ code: 'disk-full' });
  expect(asked).toEqual(['validate 2', 'forecast 2']);
  expect(run.events).toEqual([]);
});
