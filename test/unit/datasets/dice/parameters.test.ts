import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { dieClasses, drawParameters, lineEnds } from '../../../../src/datasets/dice/parameters.ts';

/** Table 3 of the paper. */
const table: Record<string, Record<string, [number, number]>> = {
  ones: { x: [-1, 1], y: [-1, 1], pointSize: [0.1, 1] },
  twos: { x: [-1, 1], y: [-1, 1], pointSize: [0.1, 1] },
  threes: { x: [-1, 1], y: [-1, 1], lineWeight: [0.1, 2.5] },
  fours: { x: [-1, 1], y: [-1, 1], lineWeight: [0.1, 1] },
  fives: { x: [0.2, 1], y: [0.2, 1], pointSize: [0.1, 0.7], lineWeight: [0.1, 1] },
  sixes: { x: [-0.9, 0.9], y: [-0.9, 0.9], xShift: [0.1, 0.8], yShift: [0.1, 0.8], lineWeight: [0.1, 2.5] },
};

describe.each(dieClasses)('the parameters of %s', (className) => {
  const generator = xoroshiro128plus(1);
  const faces = Array.from({ length: 2000 }, () => drawParameters(className, generator));

  it('fill the ranges of Table 3 and no more', () => {
    for (const [name, [low, high]] of Object.entries(table[className]!)) {
      const values = faces.map((face) => (face as unknown as Record<string, number>)[name]!);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThan(high);
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.98 * (high - low));
      const mean = values.reduce((sum, value) => sum + value) / values.length;
      expect(Math.abs(mean - (low + high) / 2)).toBeLessThan(0.03 * (high - low));
    }
  });

  it('are those of the table only', () => {
    const expected = ['class', ...Object.keys(table[className]!)];
    if ('lineWeight' in table[className]!) expected.push('lineEnd');
    expect(Object.keys(faces[0]!).sort()).toEqual(expected.sort());
  });

  it('take all three line ends equally often', () => {
    const ends = faces.flatMap((face) => ('lineEnd' in face ? [face.lineEnd] : []));
    for (const end of lineEnds)
      expect(Math.abs(ends.filter((name) => name === end).length - ends.length / 3)).toBeLessThanOrEqual(100);
  });
});
