import { describe, expect, it } from 'vitest';
import { matrix } from '../../../../src/tensors/matrix.ts';
import { resultBlock } from '../../../../src/tensors/wasm/result-block.ts';

/** A block at 20,000, behind its stage, and c [7, 9] of the numbers from 0 on. */
function made() {
  const memory = new WebAssembly.Memory({ initial: 4 });
  const numbers = new Float64Array(memory.buffer);
  const c = matrix(
    Float64Array.from({ length: 63 }, (_, i) => i),
    7,
    9,
  );
  return { numbers, c, block: resultBlock({ memory, name: 'float64', numbers }, 20_000, 0) };
}

const inside = { row: 2, rows: 3, column: 4, columns: 3, width: 4 };
const whole = { row: 1, rows: 4, column: 0, columns: 9, width: 9 };

describe('resultBlock', () => {
  it.each([inside, whole])('takes part of c: %o', (part) => {
    const { numbers, c, block } = made();
    block.take(c, part);
    for (let i = 0; i < part.rows; i++)
      for (let j = 0; j < part.columns; j++)
        expect(numbers[20_000 + i * part.width + j]).toBe((part.row + i) * 9 + part.column + j);
  });

  it.each([inside, whole])('gives it back, and a multiple of it, and leaves the rest: %o', (part) => {
    const ways = [
      [undefined, 0],
      [-1, 0],
      [0.3, 1],
    ] as const;
    for (const [alpha, beta] of ways) {
      const { numbers, c, block } = made();
      for (let i = 0; i < 36; i++) numbers[20_000 + i] = 1000 + i;
      if (alpha === undefined) block.give(c, part);
      else block.giveMultiple(c, part, alpha, beta);
      for (let i = 0; i < 63; i++) {
        const [row, column] = [Math.floor(i / 9) - part.row, (i % 9) - part.column];
        const isInside = row >= 0 && row < part.rows && column >= 0 && column < part.columns;
        const value = (alpha ?? 1) * (1000 + row * part.width + column) + beta * i;
        expect(c.data[i], `${alpha}, ${i}`).toBe(isInside ? value : i);
      }
    }
  });

  it('gives more than is worked on at once', () => {
    const memory = new WebAssembly.Memory({ initial: 8 });
    const numbers = new Float32Array(memory.buffer);
    const count = 40_003;
    numbers.fill(3, 20_000, 20_000 + count);
    const c = matrix(new Float32Array(count + 5).fill(0.5), 1, count);
    const part = { row: 0, rows: 1, column: 0, columns: count, width: count };
    resultBlock({ memory, name: 'float32', numbers }, 20_000, 0).giveMultiple(c, part, -1, 1);
    expect(new Set(c.data)).toEqual(new Set([-2.5]));
  });
});
