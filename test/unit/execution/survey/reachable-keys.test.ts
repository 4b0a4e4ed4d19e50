import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { writeLockFile } from '../../../../src/cache/lock-file.ts';
import { reachableKeys } from '../../../../src/execution/survey/reachable-keys.ts';
import { KeyMaker } from '../../../../src/execution/survey/instance-key.ts';
import type { Plan } from '../../../../src/pipeline/plan/plan.ts';
import { planOf } from '../../../plan.ts';
import { projectFolder } from '../../../project-folder.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('reaches the present keys, those of the last run and those of the lock file', async () => {
  const cache = temporaryCache();
  const plan = { ...planOf({ data: [], train: ['data'] }), root: projectFolder({}) };
  const index = new ActionIndex(cache);
  const present = new KeyMaker(index, new Map()).resolve(plan.instances[0]!, () => sha256('none')).key;
  index.set('instance', 'data', sha256('data before'));
  index.set('instance', 'train', sha256('train before'));
  index.set('instance', 'removed stage', sha256('removed'));
  index.close();
  const line = (text: string) => ({ key: sha256(text), output: sha256('output'), metrics: {} });
  writeLockFile(
    join(plan.root, 'pipeline.lock'),
    new Map([
      ['train', line('train locked')],
      ['locked stage', line('only locked')],
    ]),
  );
  const { keys } = await reachableKeys(plan, { cacheFolder: cache.root });
  expect([...keys].sort()).toEqual(
    [
      present,
      sha256('data before'),
      sha256('train before'),
      sha256('train locked'),
      sha256('only locked'),
    ].sort(),
  );
});

it('says whether keys are unknown because something upstream has to run first', async () => {
  const cache = temporaryCache();
  const root = projectFolder({});
  const reach = (plan: Plan) => reachableKeys({ ...plan, root }, { cacheFolder: cache.root });
  expect((await reach(planOf({ data: [], train: ['data'] }))).pending).toBe(true);
  expect((await reach(planOf({ data: [] }))).pending).toBe(false);
});
