import { DataError } from '../../data-error.ts';
import type { Cell } from './table.ts';

/** A decimal number as tables write it: no hexadecimal, no infinity, no thousands. */
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Squares of larger numbers cannot be summed in float64, so nothing could be learnt from them. */
const LARGEST = 1e150;

/** Whether a text is a decimal number, whatever spaces are around it. */
export function isDecimal(text: string): boolean {
  return decimal.test(text.trim());
}

/**
 * The number of a cell.
 * @param cell a text is a decimal number, rounded to the nearest float64; integers and truth values are exact
 * @param place file, row and column, for the message
 * @throws {DataError} where it is missing, no finite number, too large to be squared, or an integer that float64 cannot hold
 */
export function readNumber(cell: Cell, place: () => string): number {
  const value = numberOf(cell);
  if (
    Number.isFinite(value) &&
    Math.abs(value) <= LARGEST &&
    !(typeof cell === 'bigint' && BigInt(value) !== cell)
  )
    return value;
  throw new DataError(`${place()}: ${whatIsWrong(cell, value)}`);
}

function numberOf(cell: Cell): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'string') return isDecimal(cell) ? Number(cell) : Number.NaN;
  return typeof cell === 'bigint' || typeof cell === 'boolean' ? Number(cell) : Number.NaN;
}

function whatIsWrong(cell: Cell, value: number): string {
  const advice = 'correct it, remove the row, or leave the column out (source.columns)';
  if (cell === null || cell === undefined || cell === '')
    return `the value is missing, expected a finite number: ${advice}`;
  const found = `the value is ${typeof cell === 'string' ? `"${cell}"` : cellText(cell)}`;
  if (typeof cell === 'bigint' && Number.isFinite(value))
    return `${found}, expected a whole number that float64 holds, up to 2^53 or a multiple of a power of two: ${advice}`;
  if (Number.isFinite(value) || (typeof cell === 'string' && isDecimal(cell)))
    return `${found}, expected a number between -1e150 and 1e150, whose square can be summed: rescale the column, or leave it out (source.columns)`;
  return `${found}, expected a finite number: ${advice}`;
}

/** A cell in messages. */
export function cellText(cell: Cell): string {
  if (cell instanceof Date) return `the time ${Number.isNaN(cell.getTime()) ? 'none' : cell.toISOString()}`;
  if (ArrayBuffer.isView(cell)) return `${cell.byteLength} bytes`;
  if (Array.isArray(cell)) return `a list of ${cell.length}`;
  if (typeof cell === 'object' && cell !== null) return 'a record';
  return String(cell);
}
