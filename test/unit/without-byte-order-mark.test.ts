import { expect, it } from 'vitest';
import { withoutByteOrderMark } from '../../src/without-byte-order-mark.ts';

it('takes a byte order mark from the front of a text, and nothing else', () => {
  expect(withoutByteOrderMark('\uFEFF{}')).toBe('{}');
  expect(withoutByteOrderMark('{}\n\uFEFF')).toBe('{}\n\uFEFF');
  expect(withoutByteOrderMark('')).toBe('');
});
