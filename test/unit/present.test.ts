import { describe, expect, expectTypeOf, it } from 'vitest';
import { present } from '../../src/present.ts';

describe('present', () => {
  it('keeps what has a value, other empty values among it, and drops what is undefined', () => {
    const made = present({ zero: 0, empty: '', nothing: null, no: false, gone: undefined });
    expect(Object.keys(made)).toEqual(['zero', 'empty', 'nothing', 'no']);
  });

  it('makes optional members of those that may be undefined, under exactOptionalPropertyTypes', () => {
    const size: number | undefined = [1, 2].find((value) => value > 1);
    const made: { name: string; size?: number } = present({ name: 'dice', size });
    expect(made).toEqual({ name: 'dice', size: 2 });
    expectTypeOf(present({ size })).toExtend<{ size?: number }>();
  });
});
