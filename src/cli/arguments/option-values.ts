import { InvalidArgumentError } from 'commander';
import { durationMs } from '../../pipeline/source/quantity.ts';

/** Gathers the values of an option that may stand several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** A whole number above zero. */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('A whole number of at least 1 is expected.');
  return value;
}

/** A time in milliseconds. */
export function timeSpan(text: string): number {
  const timeMs = durationMs(text);
  if (timeMs === undefined)
    throw new InvalidArgumentError('A time above zero with its unit is expected: 90s, 30m, 5.5h.');
  return timeMs;
}

/** A number that is not below zero. */
export function natural(text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('A number of days is expected.');
  return value;
}
