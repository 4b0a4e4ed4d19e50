import { describe, expect, it } from 'vitest';
import { unfitInput } from '../../../src/datasets/unfit-input.ts';

describe('unfitInput', () => {
  it('finds the first input that is not finite', () => {
    expect(unfitInput([1, 2, 3, Number.NaN, Infinity, 0], 2)).toEqual({
      row: 1,
      column: 1,
      fault: 'the input is NaN, expected a finite number: remove or fill such values',
    });
    expect(unfitInput([1, -Infinity], 2)?.fault).toBe(
      'the input is -Infinity, expected a finite number: remove or fill such values',
    );
  });

  it('finds inputs whose squared norm overflows, as they are to be scaled', () => {
    expect(unfitInput([1, 1e200, 1, 1], 2)).toEqual({
      row: 0,
      column: 1,
      fault:
        'the input is 1e+200, expected at most 9.5e+153 in size, beyond which the squared norm of a sample overflows: ' +
        'rescale or leave out this column',
    });
    expect(unfitInput([1, 1e200], 2, 1e-100)).toBeUndefined();
    expect(unfitInput([1, 1e60], 2, -1e100)?.column).toBe(1);
    expect(unfitInput(Uint8Array.of(0, 0, 0, 7), 2, 1e200)).toMatchObject({ row: 1, column: 1 });
  });

  it('takes bytes and ordinary numbers', () => {
    expect(unfitInput(Uint8Array.of(255), 1, 1e100)).toBeUndefined();
    expect(unfitInput(Uint8Array.of(0), 1, 1e300)).toBeUndefined();
    expect(unfitInput([0, -1, 1e150], 3)).toBeUndefined();
  });
});
