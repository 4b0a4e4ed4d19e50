import type { QuantityFormat } from '../quantities.ts';
import { Html, escapeHtml } from './html.ts';

/** How a number is written in the page. */
export type NumberFormat = QuantityFormat | 'count' | 'short';

/** The text of a number: three or four significant digits, thousands separated, extremes in powers of ten (markup). */
export function formatNumber(value: number, format: NumberFormat): string {
  if (!Number.isFinite(value)) return String(value);
  switch (format) {
    case 'factor':
      return `×${value.toFixed(2)}`;
    case 'percent':
      return `${significant(value * 100, 3)} %`;
    case 'count':
      return grouped(value);
    case 'number':
      return significant(value, 4);
    case 'short':
    case 'small':
      return significant(value, 3);
  }
}

/**
 * A number of the report in the page. `pointer` (JSON pointer, RFC 6901) names its place in report.json, so that each
 * number shown can be checked against it.
 */
export function number(pointer: string, value: number | undefined, format: NumberFormat): Html {
  if (value === undefined) return new Html('<span class="absent">–</span>');
  const at = escapeHtml(pointer);
  return new Html(
    `<span class="n" data-at="${at}" data-as="${format}">${formatNumber(value, format)}</span>`,
  );
}

function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-5) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string];
    return `${mantissa} × 10<sup>${String(Number(exponent)).replace('-', '−')}</sup>`;
  }
  if (magnitude >= 1000) return grouped(Math.round(value));
  const short = Number(value.toPrecision(digits));
  // Number's own text turns to powers of ten below 1e-6 only, which is excluded here.
  return String(short);
}

function grouped(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
}
