import { expect, it } from 'vitest';
import { TransferProgress } from '../../../../src/datasets/download/transfer-progress.ts';

it('reports bytes, rate and time left over all files, four times a second at most', () => {
  let ms = 0;
  const progress = new TransferProgress(10e6, () => ms);
  expect(progress.update('a', 1e6)).toEqual({ fraction: 0.1, message: '1.0 of 10.0 MB' });
  ms = 100;
  expect(progress.update('a', 1.5e6)).toBeUndefined();
  ms = 1000;
  expect(progress.update('a', 3e6)).toEqual({
    fraction: 0.3,
    message: '3.0 of 10.0 MB · 2.0 MB/s · 4 s left',
  });
  ms = 2000;
  expect(progress.update('b', 2e6)).toEqual({
    fraction: 0.5,
    message: '5.0 of 10.0 MB · 2.0 MB/s · 3 s left',
  });
});

it('reports the end, however soon it comes', () => {
  const progress = new TransferProgress(10e6, () => 5);
  progress.update('a', 1e6);
  expect(progress.update('a', 10e6)).toEqual({ fraction: 1, message: '10.0 of 10.0 MB' });
});
