import { expect, it } from 'vitest';
import { textEncoding } from '../../../../src/datasets/text/text-encoding.ts';

it('textEncoding knows what the platform decodes, and names some where it does not', () => {
  for (const name of ['utf-8', 'latin1', 'windows-1252', 'utf-16be', 'shift_jis', 'gb18030'])
    expect(textEncoding.parse(name)).toBe(name);
  expect(textEncoding.safeParse('ebcdic').error?.issues[0]?.message).toBe(
    'is no text encoding that is known; try utf-8, windows-1252 (Western Europe), utf-16le, shift_jis, gb18030 or big5',
  );
});
