import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { plainLineEnds } from '../../../../src/datasets/text/plain-line-ends.ts';
import { collect } from '../../../collect.ts';

it('ends every line with \\n, wherever the text is cut into pieces', async () => {
  const text = 'a\r\nb\rc\nd\r\r\n\ne\r';
  for (let cut = 0; cut <= text.length; cut++) {
    const pieces = await collect(plainLineEnds(Readable.from([text.slice(0, cut), text.slice(cut)])));
    expect(pieces.join('')).toBe('a\nb\nc\nd\n\n\ne\n');
  }
});
