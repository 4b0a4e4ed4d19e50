import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseState, vector } from '../../../../src/numerics/dynamics/parse-state.ts';

const schema = z.strictObject({ solver: z.literal('walk'), iteration: z.int(), parameters: vector });
const state = { solver: 'walk', iteration: 3, parameters: Float64Array.of(1, 2) };
const parse = (saved: unknown) => parseState('walk', schema, saved, { parameters: 2 });
const end = 'Remove the folder checkpoints of the cache, and the training starts anew.';

describe('parseState', () => {
  it('gives a state back with its own arrays', () => {
    const parsed = parse(state);
    expect(parsed).toEqual(state);
    expect(parsed.parameters).toBe(state.parameters);
  });

  it('names everything that is not as the solver wrote it', () => {
    expect(() => parse({ solver: 'run', parameters: [1, 2] })).toThrow(
      new RangeError(
        'the saved state is none that walk can continue: solver: Invalid input: expected "walk"; ' +
          `iteration: Invalid input: expected number, received undefined; parameters: expected an array of 64-bit numbers. ${end}`,
      ),
    );
  });

  it('refuses the state of another network', () => {
    expect(() => parse({ ...state, parameters: new Float64Array(5) })).toThrow(
      new RangeError(
        `the saved state is none that walk can continue: parameters: expected 2 numbers, received 5. ${end}`,
      ),
    );
  });

  it('refuses what is no state at all', () => {
    expect(() => parse(undefined)).toThrow(
      new RangeError(
        `the saved state is none that walk can continue: the whole state: Invalid input: expected object, received undefined. ${end}`,
      ),
    );
  });
});
