import katex from 'katex';
import { Html, escapeHtml } from './html.ts';

/** Text with TeX between dollar signs, as markup; what follows a formula without a space stays on its line. */
export function texText(text: string): Html {
  const parts = text.split('$');
  return new Html(
    parts
      .map((part, index) => {
        if (index % 2 === 1) return keep(tex(part), /^[^\s]*/.exec(parts[index + 1] ?? '')![0]).text;
        return escapeHtml(index === 0 ? part : part.replace(/^[^\s]+/, ''));
      })
      .join(''),
  );
}

/** A formula and what follows it, which no line break parts. */
export function keep(formula: Html, following: string): Html {
  return following === ''
    ? formula
    : new Html(`<span class="keep">${formula.text}${escapeHtml(following)}</span>`);
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

/** Formulas on lines of their own, side by side where there is room. */
export function displayTex(...sources: readonly string[]): Html {
  const formulas = sources.map((source) =>
    katex.renderToString(source, { output: 'htmlAndMathml', displayMode: true, throwOnError: true }),
  );
  return new Html(`<div class="formulas">${formulas.join('')}</div>`);
}
