import { hash } from 'node:crypto';

/**
 * The seed of a generator that takes 32 bits: the number itself where it has no more, else 32 bits of its digest. Cut off to 32 bits, 0
 * and 2^32 would draw the same.
 */
export function seedOfGenerator(seed: number): number {
  return seed >= 0 && seed < 2 ** 32 ? seed : hash('sha256', `seed ${seed}`, 'buffer').readUInt32LE(0);
}
