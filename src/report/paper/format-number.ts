/** How a quantity is written: ×2.31, 56.7, 9.9 %, 6.0e-4. */
export type QuantityFormat = 'factor' | 'number' | 'percent' | 'small';

/** How a number is written in the page. */
export type NumberFormat = QuantityFormat | 'count' | 'short';

/** The text of a number: three or four significant digits, thousands separated, extremes in powers of ten (markup). */
export function formatNumber(value: number, format: NumberFormat): string {
  if (!Number.isFinite(value)) return String(value);
  switch (format) {
    case 'factor':
      return `×${value.toFixed(2)}`;
    case 'percent':
      return `${percent(value * 100)} %`;
    case 'count':
      return grouped(value);
    case 'number':
      return significant(value, 4);
    case 'short':
    case 'small':
      return significant(value, 3);
  }
}

/** One decimal from 10 on, so that numbers of a column are comparable; a whole number as it is. */
function percent(value: number): string {
  return Math.abs(value) < 10 || Number.isInteger(value)
    ? significant(value, 3)
    : value.toFixed(1).replace('-', '−');
}

function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-5) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string];
    return `${mantissa.replace('-', '−')} × 10<sup>${String(Number(exponent)).replace('-', '−')}</sup>`;
  }
  if (magnitude >= 1000) return grouped(Math.round(value));
  const short = Number(value.toPrecision(digits));
  // Number's own text turns to powers of ten below 1e-6 only, which is excluded here.
  return String(short).replace('-', '−');
}

function grouped(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
}
