import { describe, expect, it } from 'vitest';
import { openBlas } from '../../../src/tensors/open-blas.ts';
import { recycledOps } from '../../../src/tensors/recycled-ops.ts';

const ops = await openBlas();

describe('recycledOps', () => {
  it('gives memory again once it starts over, as zeros, and never twice before', () => {
    const recycled = recycledOps(ops);
    const [first, second] = [recycled.allocate(10_000), recycled.allocate(10_000)];
    expect(second.buffer).not.toBe(first.buffer);
    first.fill(1);
    recycled.startOver();
    const again = [recycled.allocate(8_000), recycled.allocate(10_000), recycled.allocate(10_000)];
    expect(again.map(({ buffer }) => [first, second].findIndex((one) => one.buffer === buffer))).toEqual([
      0, 1, -1,
    ]);
    expect(again[0]).toEqual(new Float64Array(8_000));
  });

  it('leaves large memory to large requests', () => {
    const recycled = recycledOps(ops);
    const large = recycled.allocate(100_000);
    recycled.startOver();
    expect(recycled.allocate(10_000).buffer).not.toBe(large.buffer);
    expect(recycled.allocate(100_000).buffer).toBe(large.buffer);
  });

  it('keeps float32 memory apart', () => {
    const { single, startOver } = recycledOps(ops);
    const numbers = single!.allocate(10_000);
    startOver();
    expect(numbers).toBeInstanceOf(Float32Array);
    expect(single!.allocate(10_000).buffer).toBe(numbers.buffer);
  });
});
