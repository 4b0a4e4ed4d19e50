import type { QuantityFormat } from '../quantities.ts';
import { Html, escapeHtml } from './html.ts';

/** How a number is written in the page. */
export type NumberFormat = QuantityFormat | 'count' | 'loss';

/** The text of a number: three or four significant digits, thousands separated, small ones in powers of ten. */
export function formatNumber(value: number, format: NumberFormat): string {
  if (!Number.isFinite(value)) return String(value);
  switch (format) {
    case 'factor':
      return `×${value.toFixed(2)}`;
    case 'percent':
      return `${trimmed(value * 100)} %`;
    case 'count':
      return grouped(value);
    case 'number':
    case 'loss':
      return trimmed(value);
    case 'small':
      return trimmed(value);
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

function trimmed(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-4) {
    const [digits, exponent] = value.toExponential(2).split('e') as [string, string];
    return `${digits} × 10${raised(Number(exponent))}`;
  }
  if (magnitude >= 1000) return grouped(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function grouped(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
}

const raisedDigits: Record<string, string> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

function raised(exponent: number): string {
  return [...String(exponent)].map((character) => raisedDigits[character]!).join('');
}
