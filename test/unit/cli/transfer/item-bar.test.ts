import { expect, it } from 'vitest';
import { itemBar } from '../../../../src/cli/transfer/item-bar.ts';
import { captured } from '../../../captured.ts';

it('draws nothing where there is no terminal, or a program reads', async () => {
  const { text } = await captured(() => {
    for (const json of [true, false]) {
      const bar = itemBar({ json, color: false });
      bar.show(1, 2, 'train');
      bar.clear();
    }
    return 0;
  });
  expect(text).toBe('');
});
