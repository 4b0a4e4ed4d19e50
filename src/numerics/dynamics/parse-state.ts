import { z } from 'zod';

/** An array of a state; its length is checked against the network. */
export const vector = z.custom<Float64Array>((value) => value instanceof Float64Array, {
  error: 'expected an array of 64-bit numbers',
});

/**
 * Reads the state of a solver out of a checkpoint.
 * @param solver whose state it is
 * @param schema of the state
 * @param saved what was read
 * @param lengths expected length of each array
 * @returns the state; its arrays are those of `saved`
 * @throws {RangeError} when a value is missing, is unknown, or has another type or length
 */
export function parseState<Schema extends z.ZodType<object>>(
  solver: string,
  schema: Schema,
  saved: unknown,
  lengths: Partial<Record<keyof z.output<Schema>, number>>,
): z.output<Schema> {
  const parsed = schema.safeParse(saved);
  const faults = parsed.success
    ? lengthFaults(parsed.data, lengths)
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole state'}: ${message}`);
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new RangeError(
    `the saved state is none that ${solver} can continue: ${faults.join('; ')}. ` +
      'Remove the folder checkpoints of the cache, and the training starts anew.',
  );
}

function lengthFaults(state: object, lengths: Partial<Record<PropertyKey, number>>): string[] {
  return Object.entries(state).flatMap(([name, value]: [string, unknown]) => {
    const expected = lengths[name];
    return value instanceof Float64Array && expected !== undefined && value.length !== expected
      ? [`${name}: expected ${expected} numbers, received ${value.length}`]
      : [];
  });
}
