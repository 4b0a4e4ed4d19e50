import { expect, it } from 'vitest';
import { counted } from '../../../../src/pipeline/faults/counted.ts';

it('counts one, none and many', () => {
  expect([0, 1, 2].map((count) => counted(count, 'session'))).toEqual([
    '0 sessions',
    '1 session',
    '2 sessions',
  ]);
});
