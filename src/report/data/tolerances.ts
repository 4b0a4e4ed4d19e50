/** Kinds of numbers that two reports are compared by. */
export type NumberKind =
  | 'count'
  | 'iterations'
  | 'time'
  | 'loss'
  | 'extreme'
  | 'share'
  | 'coefficient'
  | 'exponent'
  | 'determination';

/** How far two numbers of the same runs may be apart, and why. */
export interface Tolerance {
  /** Of the larger one. */
  relative?: number;
  absolute?: number;
  why: string;
}

/**
 * What the same runs may differ by when they are made anew: on another processor or BLAS (max P^1 moves by 1e-8, eigenvalues by 8e-8 between
 * OpenBLAS's kernels with and without AVX-512 at D = 60, width 512), or by another solver that follows the flow (docs/results.md).
 */
export const tolerances: Readonly<Record<NumberKind, Tolerance>> = {
  count: { absolute: 0, why: 'runs are counted' },
  iterations: { relative: 0.01, why: 'two solvers of one flow end 0.1 to 0.6 % apart' },
  time: { relative: 0.005, why: 'the default tolerance of the solver moves the end by 0.1 to 0.44 %' },
  loss: { relative: 0.03, why: 'a method of fixed steps ends up to one step below the stop loss' },
  extreme: { relative: 0.01, why: 'largest values over training move by 0.1 to 0.5 % between solvers' },
  share: {
    relative: 0.01,
    absolute: 1e-3,
    why: 'as largest values; shares are told to a tenth of a per cent',
  },
  coefficient: {
    relative: 0.05,
    why: 'c_1 is the law at D = 1: an exponent that moves by 0.006 moves it by 0.006 log D, 4 % at D = 960',
  },
  exponent: {
    absolute: 0.01,
    why: 'points that move by 0.5 % over a factor of 8 in D move c_2 by 2 × 0.005 / log 8 = 0.005',
  },
  determination: { absolute: 0.01, why: 'points that move by 0.5 % move R² by less' },
};

/** Whether two numbers of the same runs agree. */
export function withinTolerance(kind: NumberKind, one: number, other: number): boolean {
  return Math.abs(one - other) <= allowedDifference(kind, one, other);
}

/** The difference of two numbers of the same runs as a part of what it may be, to a hundredth of a per cent. */
export function partOfTolerance(kind: NumberKind, one: number, other: number): number {
  const part = one === other ? 0 : Math.abs(one - other) / allowedDifference(kind, one, other);
  return Math.round(part * 1e4) / 1e4;
}

function allowedDifference(kind: NumberKind, one: number, other: number): number {
  const { relative = 0, absolute = 0 } = tolerances[kind];
  return Math.max(absolute, relative * Math.max(Math.abs(one), Math.abs(other)));
}

/** A tolerance in words: `1 % or 0.001`. */
export function toleranceText(kind: NumberKind): string {
  const { relative, absolute } = tolerances[kind];
  const parts = [
    ...(relative === undefined ? [] : [`${Number((100 * relative).toPrecision(3))} %`]),
    ...(absolute === undefined ? [] : [String(absolute)]),
  ];
  return parts.join(' or ');
}
