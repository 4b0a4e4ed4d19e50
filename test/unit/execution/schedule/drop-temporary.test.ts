import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../../src/cache/actions/action-record.ts';
import { lookUp } from '../../../../src/cache/actions/lookup.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import { dropTemporary } from '../../../../src/execution/schedule/drop-temporary.ts';
import { Task } from '../../../../src/execution/schedule/task.ts';
import { planOf } from '../../../plan.ts';
import { type TestScope, runScope, surveyedTasks } from '../../../run-scope.ts';
import { fieldsOf, recordAction } from '../../../temporary-cache.ts';

/** A temporary instance `data` that is in the cache, and `train`, which needs it and is done. */
async function open(temporary = true): Promise<{ scope: TestScope; data: Task; train: Task }> {
  const plan = planOf({ data: [], train: ['data'] });
  Object.assign(plan.instances[0]!, { temporary });
  const scope = await runScope(plan);
  const { fields } = scope.keys.resolve(plan.instances[0]!, () => {
    throw new Error('it needs nothing');
  });
  recordAction(scope.cache, fields, { 'x.txt': 'abc' }, { instance: 'data' });
  const tasks = surveyedTasks(scope);
  const [data, train] = [tasks.get('data')!, tasks.get('train')!];
  expect(data.state).toBe('done');
  data.open.clear();
  return { scope, data, train };
}

function drop(scope: TestScope, task: Task, others: Task[] = [task]): void {
  const session = new Session(scope.cache);
  dropTemporary(scope, session, task, others);
  session.close();
}

describe('dropTemporary', () => {
  it('removes the output that nothing needs any more, keeps its record and says so', async () => {
    const { scope, data } = await open();
    const { cache, index } = scope;
    const { key } = data.resolved!;
    const { output } = data.entry!;
    drop(scope, data);
    expect(existsSync(cache.output(output))).toBe(false);
    expect(existsSync(cache.manifest(output))).toBe(false);
    expect(readRecord(cache, key)).toMatchObject({ state: 'read', content: { dropped: true } });
    expect(lookUp(cache, index, key)).toMatchObject({ state: 'hit', entry: { output, dropped: true } });
    const event = { type: 'temporary-dropped', instance: 'data', stage: 'data', output, sizeBytes: 3 };
    expect(scope.events).toEqual([event]);
    drop(scope, data);
    expect(scope.events).toEqual([event]);
  });

  it.each<[string, (setting: { scope: TestScope; data: Task; train: Task }) => void]>([
    ['that something still needs', ({ data, train }) => data.open.add(train.instance.id)],
    ['that is the end of the pipeline', ({ data }) => data.dependents.splice(0)],
    [
      'that is not done',
      ({ data }) => {
        data.start();
      },
    ],
    [
      'that another record names',
      ({ scope }) => {
        const other = recordAction(scope.cache, fieldsOf({ other: true }), { 'x.txt': 'abc' });
        lookUp(scope.cache, scope.index, other.key);
      },
    ],
  ])('keeps an output %s', async (_title, change) => {
    const setting = await open();
    change(setting);
    drop(setting.scope, setting.data);
    expect(existsSync(setting.scope.cache.output(setting.data.entry!.output))).toBe(true);
    expect(setting.scope.events).toEqual([]);
  });

  it('keeps what another process may be reading', async () => {
    const { scope, data } = await open();
    const other = new Session(scope.cache);
    drop(scope, data);
    expect(existsSync(scope.cache.output(data.entry!.output))).toBe(true);
    other.close();
    drop(scope, data);
    expect(existsSync(scope.cache.output(data.entry!.output))).toBe(false);
  });

  it('keeps an output that another task of the run has made by the same action, and that is not temporary', async () => {
    const { scope, data } = await open();
    const twin = new Task(
      { ...data.instance, id: 'twin', temporary: false },
      { threads: 1, memoryBytes: 1 },
      undefined,
    );
    twin.resolved = data.resolved;
    twin.finish(data.entry!);
    drop(scope, data, [data, twin]);
    expect(existsSync(scope.cache.output(data.entry!.output))).toBe(true);
  });

  it('keeps an output that is not temporary', async () => {
    const { scope, data } = await open(false);
    drop(scope, data);
    expect(existsSync(scope.cache.output(data.entry!.output))).toBe(true);
  });
});
