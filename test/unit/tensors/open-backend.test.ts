import { expect, it } from 'vitest';
import { openBackend } from '../../../src/tensors/open-backend.ts';

it('opens float64 products for blas and float32 products for tfjs', async () => {
  expect((await openBackend('blas')).backend.precision).toBe('float64');
  expect((await openBackend('tfjs')).backend.precision).toBe('float32');
});
