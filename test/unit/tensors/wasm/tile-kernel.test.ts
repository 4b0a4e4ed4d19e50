import { expect, it } from 'vitest';
import { tileColumns } from '../../../../src/tensors/wasm/pack-panels.ts';
import { tileKernel } from '../../../../src/tensors/wasm/tile-kernel.ts';

it.each([
  ['float64', 'writes', false],
  ['float64', 'adds', true],
  ['float32', 'writes', false],
  ['float32', 'adds', true],
] as const)(
  'tileKernel of %s %s the product of packed panels, and touches nothing else',
  (precision, _, adds) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const [numbers, bytes] =
      precision === 'float64' ? [new Float64Array(memory.buffer), 8] : [new Float32Array(memory.buffer), 4];
    const lines = tileColumns[precision];
    const [depth, a, b, c, columns] = [4, 0, 64, 192, 2 * lines + 2];
    for (let i = 0; i < c; i++) numbers[i] = ((i * 7) % 11) - 5;
    numbers.fill(0.5, c, c + 13 * columns);
    tileKernel(memory, precision, adds)(a * bytes, b * bytes, c * bytes, depth, 3, 2, columns * bytes);
    for (let row = 0; row < 13; row++) {
      for (let column = 0; column < columns; column++) {
        const inside = row < 12 && column < 2 * lines;
        let sum = adds || !inside ? 0.5 : 0;
        if (inside)
          for (let p = 0; p < depth; p++) {
            const left = numbers[a + (row >> 2) * depth * 4 + p * 4 + (row & 3)]!;
            const panel = b + Math.floor(column / lines) * depth * lines;
            sum += left * numbers[panel + p * lines + (column % lines)]!;
          }
        expect(numbers[c + row * columns + column], `${row}, ${column}`).toBe(sum);
      }
    }
  },
);
