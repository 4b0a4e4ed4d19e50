import { expect, it } from 'vitest';
import { plainAscii } from '../../../../src/report/page/plain-ascii.ts';

it('what is beyond ASCII is written with the escapes of markup, styles and JSON', () => {
  expect(plainAscii.markup('a × 𝔼')).toBe('a &#xd7; &#x1d53c;');
  expect(plainAscii.style('content:" ↑"')).toBe(String.raw`content:" \2191 "`);
  expect(plainAscii.json('"×𝔼"')).toBe(String.raw`"\u00d7\ud835\udd3c"`);
  expect(JSON.parse(plainAscii.json('"×𝔼"'))).toBe('×𝔼');
});
