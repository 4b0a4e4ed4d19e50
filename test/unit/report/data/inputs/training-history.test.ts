import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTrainingHistory } from '../../../../../src/report/data/inputs/training-history.ts';
import { writeTensors } from '../../../../../src/tensors/safetensors/safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'eos-history-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const column = (...values: number[]) => ({ shape: [values.length], values: Float64Array.from(values) });
const columns = {
  iteration: column(0, 1),
  time: column(0, 0.01),
  loss: column(1, 0.9),
  stepSize: column(0.01, 0.01),
  eigenvalues: { shape: [2, 3], values: Float64Array.from([-9, 5, 1, 8, 4, 2]) },
  residual: column(1e-5, 1e-5),
  blockProducts: column(20, 1),
};

describe('training history', () => {
  it('takes λ_1 and λ_{k+1} from the first and last column of the eigenvalues, signed', () => {
    const file = join(folder, 'whole.safetensors');
    writeTensors(file, columns);
    const { sharpness, limitEigenvalue, errorEstimate } = readTrainingHistory(file, 'dice/1/0/0');
    expect([...sharpness]).toEqual([-9, 8]);
    expect([...limitEigenvalue]).toEqual([1, 2]);
    expect([...errorEstimate]).toEqual([Number.NaN, Number.NaN]);
  });

  it('reads error estimates where a solver recorded them', () => {
    const file = join(folder, 'estimated.safetensors');
    writeTensors(file, { ...columns, errorEstimate: column(Number.NaN, 3e-6) });
    expect([...readTrainingHistory(file, 'dice/1/0/0').errorEstimate]).toEqual([Number.NaN, 3e-6]);
  });

  it('names the run, the file and its columns when one is missing', () => {
    const file = join(folder, 'short.safetensors');
    writeTensors(file, { iteration: columns.iteration, eigenvalues: columns.eigenvalues });
    expect(() => readTrainingHistory(file, 'dice/1/0/0')).toThrow(
      `run dice/1/0/0: ${file} has no column time, only eigenvalues, iteration`,
    );
  });

  it('refuses eigenvalues that do not divide among the iterations', () => {
    const file = join(folder, 'odd.safetensors');
    writeTensors(file, { ...columns, eigenvalues: column(1, 2, 3) });
    expect(() => readTrainingHistory(file, 'dice/1/0/0')).toThrow(
      `run dice/1/0/0: 3 eigenvalues do not divide among 2 iterations: ${file} is damaged, train again`,
    );
  });
});
