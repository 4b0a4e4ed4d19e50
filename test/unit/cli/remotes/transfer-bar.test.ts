import { expect, it } from 'vitest';
import { transferBar } from '../../../../src/cli/remotes/transfer-bar.ts';
import { captured } from '../../../captured.ts';
import { runEvent } from '../../../run-event.ts';

const problem = runEvent({
  type: 'remote-problem',
  remote: '/mnt',
  message: 'no',
  hint: 'Wait.',
  consequence: 'refused',
});

it('says problems, or writes events as JSON', async () => {
  const shown = (json: boolean) =>
    captured(() => {
      const bar = transferBar({ color: false, json });
      bar.listen(problem);
      bar.clear();
      return 0;
    });
  expect((await shown(false)).text).toBe('remote /mnt: no. Wait.\n');
  expect(JSON.parse((await shown(true)).text)).toEqual(problem);
});
