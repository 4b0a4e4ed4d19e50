import { expect, it } from 'vitest';
import type { RemoteProblem } from '../../../../src/cache/remotes/remotes.ts';
import { fewRefusals } from '../../../../src/execution/sharing/few-refusals.ts';

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
