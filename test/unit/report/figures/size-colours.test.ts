import { describe, expect, it } from 'vitest';
import { sizeColours } from '../../../../src/report/figures/size-colours.ts';
import { paperExperiments } from '../../../../src/report/paper/numbers.ts';

/** Relative luminance of WCAG 2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

describe('colours of sizes', () => {
  const all = paperExperiments.flatMap(({ sizes }) => [...sizes]);
  const { sizes, light, dark } = sizeColours([...all, ...all]);

  it('give every size one colour, in order', () => {
    expect(sizes).toEqual([...new Set(all)].sort((a, b) => a - b));
    expect(new Set(light).size).toBe(sizes.length);
  });

  it('grow lighter with the sizes of an experiment on either ground', () => {
    for (const experiment of paperExperiments)
      for (const colours of [light, dark]) {
        const own = experiment.sizes.map((size) => luminance(colours[sizes.indexOf(size)]!));
        expect(own).toEqual([...own].sort((a, b) => a - b));
        expect(new Set(own).size).toBe(own.length);
      }
  });

  it('stand out from their ground', () => {
    for (const colour of light) expect(contrast(luminance(colour), luminance('#fffefb'))).toBeGreaterThan(2);
    for (const colour of dark) expect(contrast(luminance(colour), luminance('#16181c'))).toBeGreaterThan(2.4);
  });

  it('have a colour for a single size', () => {
    expect(sizeColours([60]).light).toEqual(['#0d0887']);
  });
});
