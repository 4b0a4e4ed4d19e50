import { expect, it } from 'vitest';
import { typefaceStyle } from '../../../../../src/report/page/style/typeface-style.ts';

it('typefaces are inside of the page, Latin and Greek', () => {
  const style = typefaceStyle();
  expect(style.match(/@font-face/g)!.length).toBe(8);
  expect(style).not.toMatch(/url\((?!data:font\/woff2;base64,d09GM)/);
  expect(style).toContain('unicode-range:U+370-3FF');
});
