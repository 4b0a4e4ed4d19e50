import { DataError } from '../data-error.ts';
import { isDecimal } from '../import/table/read-number.ts';

/** Parses the values of a channel, which begins at the place given. */
export function parseValues(
  field: string,
  start: { file: string; line: number; column: number },
): Float64Array {
  const words = field.split(',');
  const values = new Float64Array(words.length);
  let { column } = start;
  for (const [index, word] of words.entries()) {
    const text = word.trim();
    const value = isDecimal(text) ? Number(text) : NaN;
    if (!(Math.abs(value) <= 1e150)) {
      const missing = /^(\?|nan)?$/i.test(text);
      const large = isDecimal(text) ? ' between -1e150 and 1e150, whose square can be summed' : '';
      throw new DataError(
        missing
          ? `value ${index + 1} of the channel is missing ("${text}"), expected a finite number: fill the gap or leave the case out`
          : `value ${index + 1} of the channel is "${text}", expected a finite number${large}`,
        { location: { ...start, column } },
      );
    }
    values[index] = value;
    column += word.length + 1;
  }
  return values;
}
