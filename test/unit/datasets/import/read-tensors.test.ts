import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTensors } from '../../../../src/datasets/import/read-tensors.ts';
import { TensorFileError, writeTensors } from '../../../../src/tensors/safetensors.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('reads tensors by name: bytes as they are, others as float64', () => {
  const path = join(temporaryFolder(), 'my.safetensors');
  writeTensors(path, {
    x: { shape: [2, 2], values: Uint8Array.of(1, 2, 3, 255) },
    y: { shape: [2], values: BigInt64Array.of(1n, 0n) },
    z: { shape: [1, 2], values: Float32Array.of(0.5, -1) },
  });
  expect(readTensors(path, 'my.safetensors', ['y', 'x', 'z'])).toEqual([
    { name: 'my.safetensors: y', shape: [2], values: Float64Array.of(1, 0) },
    { name: 'my.safetensors: x', shape: [2, 2], values: Uint8Array.of(1, 2, 3, 255) },
    { name: 'my.safetensors: z', shape: [1, 2], values: Float64Array.of(0.5, -1) },
  ]);
  expect(() => readTensors(path, 'my.safetensors', ['w'])).toThrow(
    new TensorFileError(path, 'there is no tensor w; the file holds y, z, x'),
  );
});
