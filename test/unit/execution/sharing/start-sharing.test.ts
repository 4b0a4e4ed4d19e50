import { expect, it, onTestFinished } from 'vitest';
import type { RemoteProblem } from '../../../../src/cache/remotes/remotes.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import { fewRefusals, startSharing } from '../../../../src/execution/sharing/start-sharing.ts';
import { runScope } from '../../../run-scope.ts';
import { httpSetting, sharedPlan } from '../../../shared-run.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('opens the remotes of a run without asking them anything', async () => {
  const scope = await runScope(sharedPlan(temporaryFolder()), {
    remotes: [httpSetting('http://127.0.0.1:1')],
  });
  const session = new Session(scope.cache);
  onTestFinished(() => {
    session.close();
  });
  const sharing = await startSharing(scope, session);
  expect(sharing.asks).toBe(true);
  sharing.close();
  expect(sharing.asks).toBe(false);
  expect(scope.events).toEqual([]);
});

it('says ten refusals, and every failure', () => {
  const said: string[] = [];
  const tell = fewRefusals(({ message }) => said.push(message));
  const problem = (message: string, consequence: RemoteProblem['consequence']): RemoteProblem => ({
    remote: '/mnt',
    message,
    hint: '',
    consequence,
  });
  for (let number = 1; number <= 12; number++) tell(problem(`refused ${number}`, 'refused'));
  tell(problem('gone', 'off'));
  expect(said.length).toBe(11);
  expect(said.slice(8)).toEqual(['refused 9', 'refused 10; what follows of this kind is not said', 'gone']);
});
