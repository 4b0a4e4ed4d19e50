import { describe, expect, it } from 'vitest';
import {
  compressInputs,
  compressWeight,
  restoreWeight,
} from '../../../../src/numerics/network/compress-inputs.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';
import type { Matrix } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { relativeDifference } from '../../../golden/reference-network.ts';

const ops = await openBlas();
const random = createRandom(1, 'inputs');

function gaussian(rows: number, columns: number): Matrix {
  const result = zeros(rows, columns);
  random.fillGaussian(result.data);
  return result;
}

/** Row d is the series from d on: neighbours are nearly equal, as overlapping windows are. */
function windows(series: (time: number) => number, rows: number, columns: number): Matrix {
  return matrix(
    Float64Array.from({ length: rows * columns }, (_, index) =>
      series(Math.floor(index / columns) + (index % columns)),
    ),
    rows,
    columns,
  );
}

async function expectExact(inputs: Matrix, rank: number, tolerance = 1e-12): Promise<void> {
  const compressed = (await compressInputs(ops, inputs))!;
  const { coordinates, basis } = compressed;
  expect([basis.rows, basis.columns, coordinates.rows, coordinates.columns]).toEqual([
    rank,
    inputs.columns,
    inputs.rows,
    rank,
  ]);
  const gram = zeros(rank, rank);
  await ops.gemm(basis, basis, gram, { transposeB: true });
  const identity = gram.data.map((_, index) => (index % (rank + 1) === 0 ? 1 : 0));
  expect(relativeDifference(gram.data, identity)).toBeLessThan(1e-13);
  const restored = zeros(inputs.rows, inputs.columns);
  await ops.gemm(coordinates, basis, restored);
  expect(relativeDifference(restored.data, inputs.data)).toBeLessThan(tolerance);
}

describe('compressInputs', () => {
  it('needs as many columns as there are samples, where those are fewer than the inputs', async () => {
    await expectExact(gaussian(20, 50), 20);
    await expectExact(gaussian(70, 300), 70);
  });

  it('finds the rank of grey images repeated over three channels, however many samples', async () => {
    const grey = gaussian(60, 16);
    const inputs = matrix(
      Float64Array.from(
        { length: 60 * 48 },
        (_, index) => grey.data[Math.floor(index / 48) * 16 + (index % 16)]!,
      ),
      60,
      48,
    );
    await expectExact(inputs, 16);
  });

  it('finds the rank of repeated samples and zero samples', async () => {
    const inputs = gaussian(40, 64);
    inputs.data.copyWithin(10 * 64, 3 * 64, 4 * 64);
    inputs.data.fill(0, 20 * 64, 21 * 64);
    await expectExact(inputs, 38);
  });

  it('stays orthonormal for overlapping windows of a smooth series', async () => {
    // A sum of three sines spans six dimensions, whatever the number of windows.
    const series = (time: number) =>
      Math.sin(time / 30) + 0.3 * Math.sin(time / 7.3) + 0.01 * Math.cos(time / 2.1);
    await expectExact(windows(series, 120, 200), 6);
  });

  it('keeps nearly equal rows apart as far as double precision can', async () => {
    const series = (time: number) => Math.exp(-(((time - 120) / 40) ** 2));
    const inputs = windows(series, 100, 150);
    const { basis, coordinates } = (await compressInputs(ops, inputs))!;
    const restored = zeros(100, 150);
    await ops.gemm(coordinates, basis, restored);
    expect(relativeDifference(restored.data, inputs.data)).toBeLessThan(1e-11);
    expect(basis.rows).toBeLessThan(100);
  });

  it('leaves inputs of full rank as they are', async () => {
    expect(await compressInputs(ops, gaussian(50, 20))).toBeUndefined();
    expect(await compressInputs(ops, gaussian(20, 20))).toBeUndefined();
  });
});

describe('restoreWeight', () => {
  it('gives the full weights back: the compressed part as trained, the rest as it began', async () => {
    const inputs = gaussian(12, 30);
    const { basis, coordinates } = (await compressInputs(ops, inputs))!;
    const initial = gaussian(30, 5);
    const trained = await compressWeight(ops, basis, initial);
    expect(
      relativeDifference((await restoreWeight(ops, basis, initial, trained)).data, initial.data),
    ).toBeLessThan(1e-14);
    const change = gaussian(12, 5);
    ops.axpy(1, change.data, trained.data);
    const full = await restoreWeight(ops, basis, initial, trained);
    const [compressedOutputs, fullOutputs] = [zeros(12, 5), zeros(12, 5)];
    await ops.gemm(coordinates, trained, compressedOutputs);
    await ops.gemm(inputs, full, fullOutputs);
    expect(relativeDifference(compressedOutputs.data, fullOutputs.data)).toBeLessThan(1e-13);
    // Nothing orthogonal to the inputs has moved.
    const moved = full.data.map((value, index) => value - initial.data[index]!);
    const inSpan = await compressWeight(ops, basis, matrix(moved, 30, 5));
    expect(Math.hypot(...inSpan.data)).toBeCloseTo(Math.hypot(...moved), 12);
  });
});
