import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { livingSessions } from '../../../../src/cache/sessions/session.ts';
import { withSharedPlan } from '../../../../src/execution/sharing/shared-plan.ts';
import { objectServer } from '../../../object-server.ts';
import { httpSetting, sharedPlan } from '../../../shared-run.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('opens plan and remotes while the cache knows of it, and closes both also after a failure', async () => {
  const server = await objectServer();
  const root = temporaryFolder();
  const cacheFolder = join(root, 'cache');
  const options = { cacheFolder, targets: ['second'], remotes: [httpSetting(server.url)] };
  const living = (): number => livingSessions(new CacheFolder(cacheFolder)).length;
  const act = withSharedPlan(
    sharedPlan(root),
    options,
    () => undefined,
    ({ selected, sharing }) => {
      expect([selected.map(({ id }) => id), sharing.asks, living()]).toEqual([['first', 'second'], true, 1]);
      return Promise.reject(new Error('broken'));
    },
  );
  await expect(act).rejects.toThrow('broken');
  expect(living()).toBe(0);
});
