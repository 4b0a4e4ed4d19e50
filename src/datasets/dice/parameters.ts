import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** R's line ends in its own order: `lend` 0, 1, 2. */
export const lineEnds = ['round', 'butt', 'square'] as const;

export type LineEnd = (typeof lineEnds)[number];

interface Dot {
  x: number;
  y: number;
  /** R's `cex`. */
  pointSize: number;
}

interface Stroke {
  x: number;
  y: number;
  /** R's `lwd`. */
  lineWeight: number;
  lineEnd: LineEnd;
}

/** One die face as the paper parametrises it (section 7.3, Table 3); coordinates lie in [-1, 1], y up. */
export type DieFace =
  | ({ class: 'ones' | 'twos' } & Dot)
  | ({ class: 'threes' | 'fours' } & Stroke)
  | ({ class: 'fives' } & Dot & Stroke)
  | ({ class: 'sixes'; xShift: number; yShift: number } & Stroke);

export type DieClass = DieFace['class'];

/** The classes in the order of their labels 0..5. */
export const dieClasses: readonly DieClass[] = ['ones', 'twos', 'threes', 'fours', 'fives', 'sixes'];

/** Draws the parameters of a face uniformly from the ranges of Table 3. */
export function drawParameters(className: DieClass, generator: RandomGenerator): DieFace {
  const uniform = (low: number, high: number): number => low + (high - low) * uniformFloat64(generator);
  const lineEnd = (): LineEnd => lineEnds[uniformInt(generator, 0, 2)]!;
  switch (className) {
    case 'ones':
    case 'twos':
      return { class: className, x: uniform(-1, 1), y: uniform(-1, 1), pointSize: uniform(0.1, 1) };
    case 'threes':
    case 'fours': {
      const heaviest = className === 'threes' ? 2.5 : 1;
      const place = { x: uniform(-1, 1), y: uniform(-1, 1) };
      return { class: className, ...place, lineWeight: uniform(0.1, heaviest), lineEnd: lineEnd() };
    }
    case 'fives': {
      const dot = { x: uniform(0.2, 1), y: uniform(0.2, 1), pointSize: uniform(0.1, 0.7) };
      return { class: className, ...dot, lineWeight: uniform(0.1, 1), lineEnd: lineEnd() };
    }
    case 'sixes': {
      const place = { x: uniform(-0.9, 0.9), y: uniform(-0.9, 0.9) };
      const shift = { xShift: uniform(0.1, 0.8), yShift: uniform(0.1, 0.8) };
      return { class: className, ...place, ...shift, lineWeight: uniform(0.1, 2.5), lineEnd: lineEnd() };
    }
  }
}
