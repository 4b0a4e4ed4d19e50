import { expect, it } from 'vitest';
import { tileKernel } from '../../../../src/tensors/wasm/tile-kernel.ts';

it('tileKernel adds the product of packed panels to every tile of the result, and touches nothing else', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const numbers = new Float64Array(memory.buffer);
  const [depth, a, b, c, columns] = [4, 0, 64, 128, 10];
  for (let i = 0; i < 128; i++) numbers[i] = ((i * 7) % 11) - 5;
  numbers.fill(0.5, c, c + 13 * columns);
  tileKernel(memory)(a * 8, b * 8, c * 8, depth, 3, 2, columns * 8);
  for (let row = 0; row < 13; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0.5;
      if (row < 12 && column < 8)
        for (let p = 0; p < depth; p++) {
          const left = numbers[a + (row >> 2) * depth * 4 + p * 4 + (row & 3)]!;
          sum += left * numbers[b + (column >> 2) * depth * 4 + p * 4 + (column & 3)]!;
        }
      expect(numbers[c + row * columns + column], `${row}, ${column}`).toBe(sum);
    }
  }
});
