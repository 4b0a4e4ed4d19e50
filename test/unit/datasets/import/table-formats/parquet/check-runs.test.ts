import { expect, it } from 'vitest';
import { checkRuns } from '../../../../../../src/datasets/import/table-formats/parquet/check-runs.ts';

/** Ten values of three bits: two times 5, then a group of eight packed into three bytes. */
const good = [2 << 1, 5, (1 << 1) | 1, 0, 0, 0];

function check(bytes: number[], count: number, width = 3): void {
  checkRuns({ view: new DataView(Uint8Array.from(bytes).buffer), offset: 0, width, count });
}

it('checkRuns lets runs pass that hold as many values as are told', () => {
  expect(() => {
    check(good, 10);
  }).not.toThrow();
  expect(() => {
    check(good, 7);
  }).not.toThrow();
  expect(() => {
    check([], 5, 0);
  }).not.toThrow();
  expect(() => {
    check([5 << 1], 5, 0);
  }).not.toThrow();
});

it('checkRuns refuses runs of more values than there are, and too few runs', () => {
  expect(() => {
    check([0xfe, 0xff, 0xff, 0xff, 0x0f, 5], 10);
  }).toThrow(new RangeError('a run tells 2147483647 values, expected at most 10'));
  // Packed values of no bits: counted down from a negative number, without reading a byte.
  expect(() => {
    check([0xff, 0xff, 0xff, 0xff, 0x0f], 10, 0);
  }).toThrow(new RangeError('a run tells 17179869176 values, expected at most 514'));
  expect(() => {
    check(good, 11);
  }).toThrow(RangeError);
});
