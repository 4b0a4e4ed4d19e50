import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import type { Numbers } from '../tensors/matrix.ts';

/** State of a random stream, as it is kept in a checkpoint. */
export type RandomState = readonly number[];

/** A stream of random numbers whose state can be saved. */
export interface Random {
  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number;
  /** Standard normal. */
  gaussian(): number;
  /** Fills `target` with standard normal numbers. */
  fillGaussian(target: Numbers): void;
  state(): RandomState;
}

/**
 * Opens the random stream of a seed and a purpose (xoroshiro128+).
 *
 * Different purposes give independent streams for equal seeds, so drawing more numbers for one purpose does not move
 * another.
 * @param seed integer
 * @param purpose what the numbers are for, for example `network`
 * @returns a stream at its start
 * @example
 * const [one, same] = [createRandom(7, 'network'), createRandom(7, 'network')];
 * console.log(one.uniform() === same.uniform()); // true
 */
export function createRandom(seed: number, purpose: string): Random {
  const words = [0, 1, 2, 3].map((word) => mix(`${purpose}/${seed}/${word}`));
  return stream(xoroshiro128plusFromState(words));
}

/**
 * Continues a random stream.
 * @param state of an earlier stream
 * @returns a stream that yields what the earlier one would have yielded next
 */
export function resumeRandom(state: RandomState): Random {
  return stream(xoroshiro128plusFromState(state));
}

function stream(generator: JumpableRandomGenerator): Random {
  const uniform = () => uniformFloat64(generator);
  // Box and Muller, both numbers of a pair from one call, so that the state is the generator's alone.
  const pair = (): [number, number] => {
    const radius = Math.sqrt(-2 * Math.log1p(-uniform()));
    const angle = 2 * Math.PI * uniform();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  return {
    uniform,
    gaussian: () => pair()[0],
    fillGaussian(target) {
      for (let index = 0; index < target.length; index += 2) {
        const [first, second] = pair();
        target[index] = first;
        if (index + 1 < target.length) target[index + 1] = second;
      }
    },
    state: () => generator.getState(),
  };
}

/** Hashes text to 32 bits (FNV-1a, then the finaliser of MurmurHash3): near seeds give unrelated words. */
function mix(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
