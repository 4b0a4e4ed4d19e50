import { readFileSync } from 'node:fs';
import { typefaceFile } from '../../figures/typeface-file.ts';

/** The cuts that the page uses; the Greek ones are for the symbols inside figures. */
const cuts = [
  ['Source Serif 4', 'source-serif-4', 'latin', 400, 'normal'],
  ['Source Serif 4', 'source-serif-4', 'latin', 400, 'italic'],
  ['Source Serif 4', 'source-serif-4', 'latin', 600, 'normal'],
  ['Source Sans 3', 'source-sans-3', 'latin', 400, 'normal'],
  ['Source Sans 3', 'source-sans-3', 'latin', 400, 'italic'],
  ['Source Sans 3', 'source-sans-3', 'latin', 600, 'normal'],
  ['Source Sans 3', 'source-sans-3', 'greek', 400, 'normal'],
  ['Source Sans 3', 'source-sans-3', 'greek', 600, 'normal'],
] as const;

const ranges = { latin: 'U+0-2FF,U+2000-22FF', greek: 'U+370-3FF' };

/** The page's typefaces, inlined (SIL Open Font Licence). */
export function typefaceStyle(): string {
  return cuts
    .map(([family, file, subset, weight, style]) => {
      const font = readFileSync(typefaceFile(file, subset, weight, style)).toString('base64');
      return `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};font-display:block;src:url(data:font/woff2;base64,${font}) format("woff2");unicode-range:${ranges[subset]}}`;
    })
    .join('');
}
