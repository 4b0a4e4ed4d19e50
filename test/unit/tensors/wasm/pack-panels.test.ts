import { describe, expect, it } from 'vitest';
import { packedDepth, packPanels } from '../../../../src/tensors/wasm/pack-panels.ts';

/** 10·row + column, [6, 4]. */
const source = Float64Array.from({ length: 24 }, (_, i) => 10 * Math.floor(i / 4) + (i % 4));

describe('packPanels', () => {
  it('puts four lines side by side, step after step, and fills up with zeros', () => {
    const target = new Float64Array(2 * 4 * 4).fill(NaN);
    packPanels(source, { start: 0, line: 4, step: 1 }, { lines: 6, depth: 3 }, 4, target);
    expect([...target]).toEqual([
      ...[0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32, 0, 0, 0, 0],
      ...[40, 50, 0, 0, 41, 51, 0, 0, 42, 52, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('takes columns as lines, from inside the matrix', () => {
    const target = new Float64Array(2 * 4).fill(NaN);
    packPanels(source, { start: 4 + 1, line: 1, step: 4 }, { lines: 3, depth: 2 }, 4, target);
    expect([...target]).toEqual([11, 12, 13, 0, 21, 22, 23, 0]);
  });

  it('makes panels of eight lines', () => {
    const target = new Float64Array(8 * 2).fill(NaN);
    packPanels(source, { start: 0, line: 4, step: 1 }, { lines: 6, depth: 1 }, 8, target);
    expect([...target]).toEqual([0, 10, 20, 30, 40, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('packedDepth', () => {
  it('is even', () => {
    expect([1, 2, 3, 256].map(packedDepth)).toEqual([2, 2, 4, 256]);
  });
});
