import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSubset } from '../../../src/artifacts/subset-file.ts';
import { TensorFile } from '../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const inputs = { rows: 2, columns: 1, data: Float64Array.of(3, 4) };
const labels = Int32Array.of(0, 2);
const rows = Int32Array.of(17, 5);

describe('writeSubset', () => {
  it('keeps inputs, labels, row numbers, and the basis that restores the full inputs', () => {
    const folder = temporaryFolder();
    writeSubset(folder, {
      inputs,
      labels,
      rows,
      basis: { rows: 1, columns: 3, data: Float64Array.of(0, 1, 0) },
    });
    using file = TensorFile.open(join(folder, 'subset.safetensors'));
    expect(file.tensors.get('basis')).toMatchObject({ type: 'F64', shape: [1, 3] });
    expect([...file.read('inputs', 'F64')]).toEqual([3, 4]);
    expect([...file.read('labels', 'I32')]).toEqual([0, 2]);
    expect([...file.read('rows', 'I32')]).toEqual([17, 5]);
  });

  it('has no basis where the inputs are as they were', () => {
    const folder = temporaryFolder();
    writeSubset(folder, { inputs, labels, rows });
    using file = TensorFile.open(join(folder, 'subset.safetensors'));
    expect([...file.tensors.keys()].sort()).toEqual(['inputs', 'labels', 'rows']);
  });
});
