import { expect, it } from 'vitest';
import { tileKernel } from '../../../../src/tensors/wasm/tile-kernel.ts';
import { tileShape, vectorBytes } from '../../../../src/tensors/wasm/tile-shape.ts';

it.each([
  ['float64', 'writes', false],
  ['float64', 'adds', true],
  ['float32', 'writes', false],
  ['float32', 'adds', true],
] as const)(
  'tileKernel of %s %s the product of packed panels, and touches nothing else',
  (precision, _, adds) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const numbers =
      precision === 'float64' ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
    const bytes = numbers.BYTES_PER_ELEMENT;
    const shape = tileShape[precision];
    const [ofA, ofB] = [shape.a, shape.b].map(({ vectors }) => (vectors * vectorBytes) / bytes);
    const [panelsOfA, panelsOfB, depth, b, c] = [3, 2, 8, 256, 512];
    const [rows, columns] = [panelsOfA * shape.a.lines, panelsOfB * shape.b.lines + 2];
    for (let i = 0; i < c; i++) numbers[i] = ((i * 7) % 11) - 5;
    numbers.fill(0.5, c, c + (rows + 1) * columns);
    const kernel = tileKernel(memory, precision, adds);
    kernel(0, b * bytes, c * bytes, depth, panelsOfA, panelsOfB, columns * bytes);
    for (let row = 0; row < rows + 1; row++) {
      for (let column = 0; column < columns; column++) {
        const inside = row < rows && column < columns - 2;
        let sum = adds || !inside ? 0.5 : 0;
        if (inside)
          for (let p = 0; p < depth; p++) {
            const panelOfA = Math.floor(row / shape.a.lines) * depth;
            const panelOfB = Math.floor(column / shape.b.lines) * depth;
            const left = numbers[(panelOfA + p) * ofA! + (row % shape.a.lines)]!;
            sum += left * numbers[b + (panelOfB + p) * ofB! + (column % shape.b.lines)]!;
          }
        expect(numbers[c + row * columns + column], `${row}, ${column}`).toBe(sum);
      }
    }
  },
);
