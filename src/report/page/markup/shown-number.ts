import { formatNumber, type NumberFormat } from '../../paper/format-number.ts';
import { Html, escapeHtml } from './html.ts';

/**
 * A number of the report in the page. `pointer` (JSON pointer, RFC 6901) names its place in report.json, so that each
 * number shown can be checked against it.
 */
export function shownNumber(pointer: string, value: number | undefined, format: NumberFormat): Html {
  if (value === undefined) return new Html('<span class="absent">–</span>');
  const at = escapeHtml(pointer);
  return new Html(
    `<span class="n" data-at="${at}" data-as="${format}">${formatNumber(value, format)}</span>`,
  );
}
