import { expect, it } from 'vitest';
import { lookAtTask } from '../../../../../src/execution/schedule/steps/look-at-task.ts';
import { planOf } from '../../../../plan.ts';
import { runScope, surveyedTasks, type TestScope } from '../../../../run-scope.ts';
import { recordAction } from '../../../../temporary-cache.ts';

const none = (): never => {
  throw new Error('it needs nothing');
};

async function open(more: object, dropped: boolean): Promise<TestScope> {
  const plan = planOf({ data: [] });
  Object.assign(plan.instances[0]!, more);
  const scope = await runScope(plan);
  const { fields } = scope.keys.resolve(plan.instances[0]!, none);
  recordAction(scope.cache, fields, { 'x.txt': 'abc' }, { instance: 'data', ...(dropped && { dropped }) });
  return scope;
}

it('gives the result that is there, also where only its bytes are not', async () => {
  for (const dropped of [false, true]) {
    const scope = await open({}, dropped);
    const task = surveyedTasks(scope).get('data')!;
    expect(lookAtTask(scope, task, none)).toMatchObject({ entry: { files: 1 } });
  }
});

it('needs the bytes of what is still to be published', async () => {
  const scope = await open({ publish: '/nowhere/reports' }, true);
  const task = surveyedTasks(scope).get('data')!;
  expect(lookAtTask(scope, task, none)).toEqual({
    reasons: [{ kind: 'dropped-unpublished', folder: '/nowhere/reports' }],
  });
  expect(task.needsOutput).toBe(true);
});

it('says why a task has to run, and that it has to after damage', async () => {
  const scope = await runScope(planOf({ data: [] }));
  const task = surveyedTasks(scope).get('data')!;
  expect(lookAtTask(scope, task, none)).toEqual({ reasons: [{ kind: 'never-run' }] });
  expect(task.mustRun).toBeUndefined();
  task.mustRun = [{ kind: 'forced' }];
  expect(lookAtTask(scope, task, none)).toEqual({ reasons: [{ kind: 'forced' }] });
  expect(task.isForced).toBe(true);
});
