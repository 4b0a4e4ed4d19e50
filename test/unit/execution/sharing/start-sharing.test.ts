import { expect, it, onTestFinished } from 'vitest';
import { Session } from '../../../../src/cache/sessions/session.ts';
import { startSharing } from '../../../../src/execution/sharing/start-sharing.ts';
import { runScope } from '../../../run-scope.ts';
import { httpSetting, sharedPlan } from '../../../shared-run.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('opens the remotes of a run without asking them anything', async () => {
  const scope = await runScope(sharedPlan(temporaryFolder()), {});
  const session = new Session(scope.cache);
  onTestFinished(() => {
    session.close();
  });
  const sharing = await startSharing(scope, session, [httpSetting('http://127.0.0.1:1')], false);
  expect(sharing.asks).toBe(true);
  sharing.close();
  expect(sharing.asks).toBe(false);
  expect(scope.events).toEqual([]);
});
