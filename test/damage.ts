import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A copy of bytes that is damaged as files are: some bytes flipped, the end cut off, or a part doubled or lost. */
export function damaged(bytes: Uint8Array, generator: RandomGenerator): Buffer {
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1);
  const copy = Buffer.from(bytes);
  switch (below(4)) {
    case 0: {
      for (let flips = 1 + below(3); flips > 0; flips--) copy[below(copy.length)]! ^= 1 << below(8);
      return copy;
    }
    case 1:
      return copy.subarray(0, below(copy.length));
    case 2: {
      const start = below(copy.length);
      const end = start + 1 + below(Math.min(64, copy.length - start));
      return Buffer.concat([copy.subarray(0, end), copy.subarray(start)]);
    }
    default: {
      const start = below(copy.length);
      const end = start + 1 + below(Math.min(64, copy.length - start));
      return Buffer.concat([copy.subarray(0, start), copy.subarray(end)]);
    }
  }
}
