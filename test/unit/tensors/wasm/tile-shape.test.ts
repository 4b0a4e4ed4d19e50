import { describe, expect, it } from 'vitest';
import { vectors } from '../../../../src/tensors/wasm/assemble.ts';
import { packedDepth, tileShape, vectorBytes } from '../../../../src/tensors/wasm/tile-shape.ts';

describe('packedDepth', () => {
  it('is the next multiple of four', () => {
    expect([1, 2, 3, 4, 5, 255, 256].map(packedDepth)).toEqual([4, 4, 4, 4, 8, 256, 256]);
  });
});

describe('tileShape', () => {
  it.each(['float64', 'float32'] as const)('has room for all lines of %s in its vectors', (precision) => {
    for (const { lines, vectors: count } of Object.values(tileShape[precision]))
      expect(lines * vectors[precision].bytes).toBeLessThanOrEqual(count * vectorBytes);
  });
});
