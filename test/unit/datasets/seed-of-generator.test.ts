import { expect, it } from 'vitest';
import { seedOfGenerator } from '../../../src/datasets/seed-of-generator.ts';

it('seedOfGenerator leaves seeds of 32 bits as they are', () => {
  for (const seed of [0, 1, 2 ** 31, 2 ** 32 - 1]) expect(seedOfGenerator(seed)).toBe(seed);
});

it('seedOfGenerator keeps seeds of more bits apart', () => {
  const seeds = [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 53 - 1, -1, -(2 ** 32), -(2 ** 40)];
  const taken = seeds.map(seedOfGenerator);
  expect(new Set(taken).size).toBe(seeds.length);
  expect(taken.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
});
