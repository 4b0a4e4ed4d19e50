import { inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { packed } from '../../../../src/report/page/packed.ts';

it('packed JSON is base64 of raw deflate, the same each time', () => {
  const value = { numbers: Array.from({ length: 500 }, (_, index) => index / 7), text: '</script> χ' };
  const text = packed(value);
  expect(JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString('utf8'))).toEqual(value);
  expect(packed(value)).toBe(text);
});
