import { expect, it } from 'vitest';
import { TensorFileError } from '../../../../src/tensors/safetensors/tensor-file-error.ts';

it('a tensor file error begins with the path and keeps it', () => {
  const error = new TensorFileError('/a/b.safetensors', 'no tensors');
  expect(String(error)).toBe('TensorFileError: /a/b.safetensors: no tensors');
  expect(error.path).toBe('/a/b.safetensors');
});
