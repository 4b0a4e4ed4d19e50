import { describe, expect, it } from 'vitest';
import { displayTex, tex, texText } from '../../../../../src/report/page/markup/math.ts';

describe('formulas', () => {
  it('stand in text between dollar signs, the rest escaped', () => {
    const { text } = texText('a < b for $x^2$ & more');
    expect(text).toContain('a &lt; b for <span class="katex">');
    expect(text).toContain('</span> &amp; more');
  });

  it('come with MathML for readers who do not see them', () => {
    expect(tex('x^2').text).toContain('<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>');
    expect(displayTex('x', 'y').text.match(/katex-display/g)?.length).toBe(2);
  });

  it('are refused when they are not TeX', () => {
    expect(() => tex(String.raw`\frac{1`)).toThrow(/^KaTeX parse error/);
  });
});
