import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSnapshot, snapshotPath, writeSnapshot } from '../../../src/artifacts/snapshot-file.ts';
import { TensorFile } from '../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const layers = [
  {
    weight: { rows: 2, columns: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) },
    bias: Float64Array.of(7, 8, 9),
  },
  { weight: { rows: 3, columns: 1, data: Float64Array.of(10, 11, 12) }, bias: Float64Array.of(13) },
];

function written(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'snapshots'));
  writeSnapshot(folder, { iteration: 100, time: 1.5, loss: 0.25 }, layers);
  return folder;
}

describe('writeSnapshot', () => {
  it('names the layers from 1 and keeps the position in the metadata', () => {
    using file = TensorFile.open(snapshotPath(written(), 100));
    expect([...file.tensors].map(([name, { type, shape }]) => [name, type, shape]).sort()).toEqual([
      ['layer1.bias', 'F64', [3]],
      ['layer1.weight', 'F64', [2, 3]],
      ['layer2.bias', 'F64', [1]],
      ['layer2.weight', 'F64', [3, 1]],
    ]);
    expect(file.metadata).toEqual({ iteration: '100', time: '1.5', loss: '0.25' });
  });
});

describe('readSnapshot', () => {
  it('gives the parameters in the order of θ', () => {
    expect([...readSnapshot(written(), 100)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });
});

describe('snapshotPath', () => {
  it('sorts by iteration', () => {
    expect(snapshotPath('run', 100)).toBe(join('run', 'snapshots', 'iteration-000100.safetensors'));
  });
});
