import { expect, it } from 'vitest';
import { skipBelow, skipRest } from '../../../../src/execution/schedule/skip.ts';
import { planOf } from '../../../plan.ts';
import { runScope, surveyedTasks } from '../../../run-scope.ts';

it('skips everything below a failure, and then what was never started', async () => {
  const scope = await runScope(planOf({ data: [], 'train[a=1]': ['data'], fit: ['train[a=1]'], other: [] }));
  const tasks = surveyedTasks(scope);
  const failed = tasks.get('data')!;
  failed.fail();
  skipBelow(scope, failed);
  skipRest(scope, tasks.values());
  expect(scope.events).toEqual([
    {
      type: 'instance-skipped',
      instance: 'train[a=1]',
      stage: 'train',
      because: 'upstream-failed',
      upstream: 'data',
    },
    {
      type: 'instance-skipped',
      instance: 'fit',
      stage: 'fit',
      because: 'upstream-failed',
      upstream: 'data',
    },
    { type: 'instance-skipped', instance: 'other', stage: 'other', because: 'stopped' },
  ]);
  expect([...tasks.values()].map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped', 'skipped']);
});
