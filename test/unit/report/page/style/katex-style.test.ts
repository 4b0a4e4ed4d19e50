import { describe, expect, it } from 'vitest';
import { katexStyle } from '../../../../../src/report/page/style/katex-style.ts';
import { displayTex, tex } from '../../../../../src/report/page/markup/math.ts';

const fonts = (style: string) => [
  ...style.matchAll(/font-family:"?(KaTeX_\w+)"?;font-style:(\w+);font-weight:(\d+);src/g),
];

describe('the stylesheet of formulas', () => {
  it('carries only the typefaces that the formulas use, all inside', () => {
    const few = katexStyle(tex('x').text);
    expect(fonts(few).map(([, family, style]) => `${family!} ${style!}`)).toEqual([
      'KaTeX_Main normal',
      'KaTeX_Math italic',
    ]);
    expect(few).not.toMatch(/url\((?!data:)/);
    expect(
      katexStyle(displayTex(String.raw`\mathbb{E}\mathcal{L}\sum_i\frac{a}{b}`).text).length,
    ).toBeGreaterThan(few.length);
  });
});
