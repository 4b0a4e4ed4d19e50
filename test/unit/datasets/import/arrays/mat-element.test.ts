import { describe, expect, it } from 'vitest';
import { matElement } from '../../../../../src/datasets/import/arrays/mat-element.ts';

describe('matElement', () => {
  it('reads elements of either size and byte order', () => {
    const large = Buffer.from([9, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 7]);
    expect(matElement(large, 0, false)).toEqual({ type: 9, data: Buffer.from([1, 2, 3]), next: 16 });
    expect(matElement(Buffer.from([0, 2, 0, 1, 5, 6, 0, 0]), 0, true)).toEqual({
      type: 1,
      data: Buffer.from([5, 6]),
      next: 8,
    });
  });

  it('refuses elements that the bytes do not hold', () => {
    expect(() => matElement(Buffer.from([9, 0, 0, 0, 3, 0, 0, 0, 1]), 0, false)).toThrow(
      new RangeError('the element at byte 0 needs 3 bytes, 1 are left'),
    );
    expect(() => matElement(Buffer.from([1, 0, 5, 0, 0, 0, 0, 0]), 0, false)).toThrow(
      new RangeError('the element at byte 0 claims 5 bytes where 4 have room'),
    );
  });
});
