import { expect, it } from 'vitest';
import { texts } from '../../../../../../src/cache/remotes/stores/s3/s3-answer.ts';

it('finds the texts of elements, nested ones and those with signs', () => {
  const xml =
    '<R xmlns="x"><Part><ETag>&quot;a&amp;b&#65;&#x42;&quot;</ETag><Size>3</Size></Part><Part a="b"><Size>4</Size></Part></R>';
  const parts = texts(xml, 'Part');
  expect(parts.map((part) => texts(part, 'Size'))).toEqual([['3'], ['4']]);
  expect(texts(parts[0]!, 'ETag')).toEqual(['"a&bAB"']);
  expect(texts(xml, 'Missing')).toEqual([]);
});
