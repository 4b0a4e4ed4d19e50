import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pullResults } from '../../../../src/execution/sharing/pull-results.ts';
import { objectServer } from '../../../object-server.ts';
import { httpSetting, runShared, sharedPlan } from '../../../shared-run.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('fetches what remotes have with all its files, and says what they have not', async () => {
  const server = await objectServer();
  const remotes = [httpSetting(server.url)];
  const { root } = await runShared(remotes, { targets: ['second'] });
  const other = temporaryFolder();
  const options = { cacheFolder: join(other, 'cache'), remotes };
  const pull = () => pullResults(sharedPlan(other), options, () => undefined);
  expect(await pull()).toEqual({ here: 2, fetched: 2, missing: 1, sizeBytes: 108_910 });
  const before = server.count('GET');
  expect(await pull()).toEqual({ here: 2, fetched: 0, missing: 1, sizeBytes: 0 });
  // Only what is missing is asked for again.
  expect(server.count('GET') - before).toBe(1);
  expect(root).not.toBe(other);
});
