import { expect, it } from 'vitest';
import { growthEnd, growthEndText } from '../../../../../src/report/data/tables/growth-end.ts';
import type { GrowthRibbons } from '../../../../../src/report/data/tables/growth-ribbons.ts';

/** Ribbons of two sizes that end at the given values. */
function ribbonsTo(small: [number, number], large: [number, number]): GrowthRibbons {
  const ribbon = (size: number, [low, high]: [number, number]) => ({
    factor: 'outputNorm' as const,
    size,
    low: [1, low],
    mid: [1, (low + high) / 2],
    high: [1, high],
  });
  return { parts: [0, 1], ribbons: [ribbon(60, small), ribbon(120, large)] };
}

it.each([
  [[3.37, 3.5], [6.2, 6.84], 'grows to ×3.4–6.8'],
  [[0.0471, 0.0474], [0.0466, 0.0468], 'falls to ×0.047'],
  // One run that goes the other way, or hardly moves, is enough.
  [[0.9, 0.94], [0.97, 0.99], 'ends at ×0.9–0.99'],
  [[0.9, 1.2], [1.1, 1.3], 'ends at ×0.9–1.3'],
  [[1.04, 1.2], [1.1, 1.2], 'ends at ×1–1.2'],
] as [[number, number], [number, number], string][])('what ends at %j and %j %s', (small, large, text) => {
  expect(growthEndText(growthEnd(ribbonsTo(small, large), 'outputNorm'))).toBe(text);
});
