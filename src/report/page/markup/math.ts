import katex from 'katex';
import { Html, escapeHtml } from './html.ts';

/** Text with TeX between dollar signs, as markup. */
export function texText(text: string): Html {
  const parts = text.split('$').map((part, index) => (index % 2 === 0 ? escapeHtml(part) : tex(part).text));
  return new Html(parts.join(''));
}

const rendered = new Map<string, Html>();

/** One formula inside a line. */
export function tex(source: string): Html {
  const known = rendered.get(source);
  if (known !== undefined) return known;
  const markup = new Html(katex.renderToString(source, { output: 'htmlAndMathml', throwOnError: true }));
  rendered.set(source, markup);
  return markup;
}

/** One formula on a line of its own. */
export function displayTex(source: string): Html {
  return new Html(
    katex.renderToString(source, { output: 'htmlAndMathml', displayMode: true, throwOnError: true }),
  );
}
