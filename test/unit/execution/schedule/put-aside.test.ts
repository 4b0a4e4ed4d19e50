import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recordAction, fieldsOf, store } from '../../../temporary-cache.ts';
import { indexEntry } from '../../../../src/cache/actions/action-index.ts';
import { putAside } from '../../../../src/execution/schedule/put-aside.ts';
import { projectFolder } from '../../../project-folder.ts';
import { runScope, surveyedTasks } from '../../../run-scope.ts';
import { instanceOf, planOver, stageText } from '../../../stage-project.ts';

it('moves a damaged input to the quarantine and says whose it is; what is no input stays', async () => {
  const root = projectFolder({ 'stages/data.js': stageText(''), 'stages/train.js': stageText('') });
  const train = instanceOf(root, 'train', {
    needs: { from: { kind: 'instances', ids: ['data'], many: false } },
  });
  const scope = await runScope(planOver(root, [instanceOf(root, 'data'), train]));
  const tasks = surveyedTasks(scope);
  const record = recordAction(scope.cache, fieldsOf({}), { 'x.txt': 'abc' });
  tasks.get('data')!.finish(indexEntry(scope.cache, record, undefined)!);
  const { digest } = record.output;
  const other = store(scope.cache, { 'y.txt': 'other' }).digest;
  const problems = [{ path: `${scope.cache.output(digest)}/x.txt`, problem: 'it was written to' }];
  const again = putAside(
    scope,
    tasks.get('train')!,
    new Map([
      [digest, problems],
      [other, problems],
    ]),
  );
  expect(again).toEqual([{ upstream: tasks.get('data'), reasons: [{ kind: 'damage', ...problems[0] }] }]);
  expect(existsSync(scope.cache.output(digest))).toBe(false);
  expect(existsSync(scope.cache.output(other))).toBe(true);
  expect(scope.events).toEqual([
    {
      type: 'cache-repaired',
      what: 'output',
      ...problems[0],
      action: 'recomputed',
      quarantine: expect.stringContaining(scope.cache.quarantine) as string,
      instance: 'data',
    },
  ]);
});
