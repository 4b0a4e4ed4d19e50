import { expect, it } from 'vitest';
import { addMultiple, fourSums } from '../../../../src/tensors/wasm/vector-kernels.ts';

const precisions = ['float64', 'float32'] as const;

function space(precision: 'float64' | 'float32') {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const numbers = precision === 'float64' ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
  const round = (value: number) => (precision === 'float64' ? value : Math.fround(value));
  return { memory, numbers, bytes: numbers.BYTES_PER_ELEMENT, round };
}

it.each(precisions)('fourSums adds products of %s to four sums, in float64', (precision) => {
  const { memory, numbers, bytes } = space(precision);
  for (let i = 0; i < 64; i++) numbers[i] = Math.sin(i) * 10 ** (i % 5);
  const sums = new Float64Array(memory.buffer, 1024, 5);
  sums.set([0.1, -2, 0, 1e9, 7]);
  const expected = [...sums];
  for (let i = 0; i < 24; i++) expected[i % 4]! += numbers[8 + i]! * numbers[40 + i]!;
  fourSums(memory, precision)(8 * bytes, 40 * bytes, 24, 1024);
  expect([...sums]).toEqual(expected);
});

it.each(precisions)('addMultiple of %s rounds the product before it adds', (precision) => {
  const { memory, numbers, bytes, round } = space(precision);
  for (let i = 0; i < 64; i++) numbers[i] = Math.sin(i + 1) * 10 ** (i % 5);
  const before = [...numbers.subarray(0, 64)];
  numbers[100] = 0.3;
  addMultiple(memory, precision, false)(8 * bytes, 32 * bytes, 16, 100 * bytes);
  const expected = before.map((value, i) =>
    i >= 32 && i < 48 ? round(value + round(numbers[100]! * before[i - 24]!)) : value,
  );
  expect([...numbers.subarray(0, 64)]).toEqual(expected);
});

it.each(precisions)(
  'addMultiple of %s adds an exact product where asked to, on processors that can',
  (precision) => {
    const { memory, numbers, bytes, round } = space(precision);
    // 1 + ε squared is 1 + 2 ε + ε²: only the last term is left.
    const little = precision === 'float64' ? 2 ** -52 : 2 ** -23;
    numbers.fill(1 + little, 0, 8);
    numbers.fill(-1 - 2 * little, 8, 16);
    numbers[20] = 1 + little;
    addMultiple(memory, precision, true)(0, 8 * bytes, 8, 20 * bytes);
    const found = new Set(numbers.subarray(8, 16));
    // Others round it to 1 + 2 ε.
    expect([new Set([round(little * little)]), new Set([0])]).toContainEqual(found);
  },
);
