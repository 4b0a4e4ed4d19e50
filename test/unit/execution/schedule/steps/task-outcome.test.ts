import { expect, it } from 'vitest';
import { outcomeOf } from '../../../../../src/execution/schedule/steps/task-outcome.ts';
import { planOf } from '../../../../plan.ts';
import { runScope, surveyedTasks } from '../../../../run-scope.ts';
import { fieldsOf, recordAction } from '../../../../temporary-cache.ts';

const going = { stopping: false, interrupted: false };
const failed = { type: 'failed', error: { code: 'stage-failed', message: 'no' } } as const;

async function open(retries = 0) {
  const plan = planOf({ data: [] });
  Object.assign(plan.instances[0]!, { retries });
  const scope = await runScope(plan);
  return { scope, task: surveyedTasks(scope).get('data')! };
}

it('takes what was stored here, or was made elsewhere', async () => {
  const { scope, task } = await open();
  const record = recordAction(scope.cache, fieldsOf({}), { x: 'abc' });
  const entry = { output: record.output.digest };
  expect(outcomeOf(scope, task, { type: 'stored', record }, going)).toMatchObject({
    next: 'done',
    entry,
    shared: false,
  });
  const obtained = { record, remote: '/mnt' };
  expect(outcomeOf(scope, task, { type: 'made-elsewhere', obtained }, going)).toMatchObject({
    next: 'done',
    entry,
    shared: true,
  });
  const owner = { pid: 1, host: 'host' };
  expect(outcomeOf(scope, task, { type: 'computed-elsewhere', owner }, going)).toEqual({
    next: 'wait',
    owner,
  });
});

it('tries again as often as it may, later each time, unless the run stops or the input is bad', async () => {
  const { scope, task } = await open(2);
  const next = (result: Parameters<typeof outcomeOf>[2] = failed, more = going) =>
    outcomeOf(scope, task, result, more);
  expect(next()).toMatchObject({ next: 'retry', delayMs: 1000 });
  task.backOff();
  expect(next()).toMatchObject({ next: 'retry', delayMs: 2000 });
  expect(next(failed, { ...going, stopping: true })).toEqual({ next: 'failed', error: failed.error });
  const bad = { ...failed, error: { code: 'bad-params', message: 'no' } } as const;
  expect(next(bad)).toMatchObject({ next: 'failed' });
  task.backOff();
  expect(next()).toMatchObject({ next: 'failed' });
});

it('tells an interruption from a failure', async () => {
  const { scope, task } = await open();
  const interrupted = { stopping: true, interrupted: true };
  const stopped = { type: 'stopped', why: 'interrupt', checkpoint: false } as const;
  expect(outcomeOf(scope, task, stopped, interrupted)).toEqual({ next: 'interrupted', result: stopped });
  expect(outcomeOf(scope, task, failed, interrupted)).toMatchObject({ next: 'failed' });
  const damaged = new Map<never, never>();
  expect(outcomeOf(scope, task, { type: 'damaged-inputs', damaged }, going)).toEqual({
    next: 'inputs',
    damaged,
  });
});
