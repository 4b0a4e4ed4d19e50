import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import { pullResults } from '../../../../src/execution/sharing/pull-results.ts';
import { pushResults } from '../../../../src/execution/sharing/push-results.ts';
import { always, objectServer } from '../../../object-server.ts';
import { httpSetting, runShared, sharedPlan } from '../../../shared-run.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('sends what is up to date, each result once; what was cut goes on, what is gone there is sent again', async () => {
  const server = await objectServer();
  const remotes = [httpSetting(server.url)];
  const { root } = await runShared([]);
  const options = { cacheFolder: join(root, 'cache'), remotes };
  const push = (targets?: string[]) =>
    pushResults(sharedPlan(root), { ...options, ...(targets && { targets }) }, () => undefined);
  expect(await push(['first'])).toMatchObject({ sent: 1, there: 0, differ: 0, left: 0 });
  server.fault = (request, response, body) => server.count('PUT') > 3 && always(403)(request, response, body);
  await expect(push()).rejects.toMatchObject({ code: 'remote-failed' });
  server.fault = () => false;
  expect(await push()).toMatchObject({ sent: 3, left: 0 });
  expect(await push()).toMatchObject({ sent: 3, there: 3, sizeBytes: 0 });
  for (const path of server.objects.keys()) if (path.startsWith('/cas')) server.objects.delete(path);
  expect(await push()).toMatchObject({ sent: 3 });
  // Another machine gets all of it, and runs nothing.
  const other = temporaryFolder();
  const there = { cacheFolder: join(other, 'cache'), remotes };
  expect(await pullResults(sharedPlan(other), there, () => undefined)).toMatchObject({ here: 3, missing: 0 });
  expect((await runShared([], { root: other })).summary.ran).toBe(0);
  removeTree(join(other, 'cache/outputs'));
  expect(await pushResults(sharedPlan(other), there, () => undefined)).toMatchObject({ sent: 0, left: 3 });
});
