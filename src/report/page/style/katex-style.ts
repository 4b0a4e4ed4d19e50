import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** KaTeX's stylesheet with those of its typefaces inlined that `markup` uses (woff2 only). */
export function katexStyle(markup: string): string {
  const file = require.resolve('katex/dist/katex.min.css');
  const style = readFileSync(file, 'utf8');
  return style.replaceAll(/@font-face\{[^}]*\}/g, (face) => {
    const name = /url\(fonts\/([\w-]+)\.woff2\)/.exec(face)?.[1];
    if (name === undefined || !isUsed(name, markup)) return '';
    const font = readFileSync(require.resolve(`katex/dist/fonts/${name}.woff2`)).toString('base64');
    return face.replace(/src:[^;}]*/, `src:url(data:font/woff2;base64,${font}) format("woff2")`);
  });
}

/** Classes of KaTeX's markup by the typeface that they need. */
const needs: readonly (readonly [font: RegExp, marks: RegExp])[] = [
  [/^KaTeX_Main-Regular$|^KaTeX_Math-Italic$/, /katex/],
  [/^KaTeX_AMS-Regular$/, /\b(?:amsrm|mathbb)\b/],
  [/^KaTeX_Caligraphic-Regular$/, /\bmathcal\b/],
  [/^KaTeX_Size1-Regular$/, /\bsize1\b|\bsmall-op\b/],
  [/^KaTeX_Size2-Regular$/, /\bsize2\b|\blarge-op\b/],
  [/^KaTeX_Size3-Regular$/, /\bsize3\b/],
  [/^KaTeX_Size4-Regular$/, /\bsize4\b|\bdelimsizinginner\b/],
];

function isUsed(font: string, markup: string): boolean {
  return needs.some(([name, marks]) => name.test(font) && marks.test(markup));
}
