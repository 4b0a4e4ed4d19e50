import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { readTensors } from '../../../../../src/datasets/import/arrays/read-tensors.ts';
import { writeTensors } from '../../../../../src/tensors/safetensors/safetensors.ts';
import { readPieces } from '../../../../read-pieces.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

describe('readTensors', () => {
  function written(): string {
    const path = join(temporaryFolder(), 'my.safetensors');
    writeTensors(path, {
      x: { shape: [2, 2], values: Uint8Array.of(1, 2, 3, 255) },
      y: { shape: [2], values: BigInt64Array.of(1n, 0n) },
      z: { shape: [1, 2], values: Float32Array.of(0.5, -1) },
    });
    return path;
  }

  it('reads tensors by name', async () => {
    const arrays = readTensors(written(), 'my.safetensors', ['y', 'x', 'z']);
    expect(arrays.map(({ name, shape, type }) => ({ name, shape, type }))).toEqual([
      { name: 'my.safetensors: y', shape: [2], type: 'I64' },
      { name: 'my.safetensors: x', shape: [2, 2], type: 'U8' },
      { name: 'my.safetensors: z', shape: [1, 2], type: 'F32' },
    ]);
    expect(await Promise.all(arrays.map(readPieces))).toEqual([
      [1, 0],
      [1, 2, 3, 255],
      [0.5, -1],
    ]);
  });

  it('tells faults with the name that the user gave the file', () => {
    expect(() => readTensors(written(), 'my.safetensors', ['w'])).toThrow(
      new DataError('my.safetensors: there is no tensor w; the file holds y, z, x'),
    );
    const text = join(temporaryFolder(), 'x');
    writeFileSync(text, 'tiny');
    expect(() => readTensors(text, 'my.safetensors', ['w'])).toThrow(
      new DataError('my.safetensors: a safetensors file has at least 8 bytes, this has 4'),
    );
  });
});
