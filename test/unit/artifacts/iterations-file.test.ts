import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIterations, writeIterations } from '../../../src/artifacts/iterations-file.ts';
import { TensorFile } from '../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const row = (iteration: number) => ({
  iteration,
  time: iteration / 100,
  loss: 1 / (1 + iteration),
  stepSize: 0.01,
  eigenvalues: Float64Array.of(3 - iteration, -2),
  residual: 1e-5,
  blockProducts: 1.25,
  capped: 0,
});

describe('writeIterations', () => {
  it('writes one column a quantity and eigenvalues as [rows, pairs]', () => {
    const path = join(temporaryFolder(), 'iterations.safetensors');
    writeIterations(path, [row(0), row(1), row(2)]);
    using file = TensorFile.open(path);
    expect([...file.tensors.keys()].sort()).toEqual(
      ['blockProducts', 'capped', 'eigenvalues', 'iteration', 'loss', 'residual', 'stepSize', 'time'].sort(),
    );
    expect(file.tensors.get('eigenvalues')!.shape).toEqual([3, 2]);
    expect([...file.read('eigenvalues', 'F64')]).toEqual([3, -2, 2, -2, 1, -2]);
    expect(file.tensors.get('loss')).toMatchObject({ type: 'F64', shape: [3] });
  });
});

describe('readIterations', () => {
  it('reads the rows back, and what a row leaves out stays absent', () => {
    const path = join(temporaryFolder(), 'iterations.safetensors');
    const rows = [{ ...row(0), errorEstimate: 1e-4 }, row(1)];
    writeIterations(path, rows);
    expect(readIterations(path)).toEqual(rows);
  });

  it('reads a file without rows', () => {
    const path = join(temporaryFolder(), 'iterations.safetensors');
    writeIterations(path, []);
    expect(readIterations(path)).toEqual([]);
  });
});
