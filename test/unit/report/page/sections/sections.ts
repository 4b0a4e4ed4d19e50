import { Html } from '../../../../../src/report/page/markup/html.ts';

/** The text of a section without its markup and without the hidden copies of its formulas. */
export function plainText(section: Html): string {
  return section.text
    .replaceAll(/<annotation[^]*?<\/annotation>|<span class="katex-html"[^]*?<\/span><\/span><\/span>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The cells of every row of the first table of a section. */
export function tableRows(section: Html): string[][] {
  const table = /<table[^]*?<\/table>/.exec(section.text)![0];
  return [...table.matchAll(/<tr[^]*?<\/tr>/g)].map(([row]) =>
    [...row.matchAll(/<t[hd][^]*?<\/t[hd]>/g)].map(([cell]) => plainText(new Html(cell))),
  );
}
