import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineEnds, type DieFace } from '../../../../src/datasets/dice/parameters.ts';
import { DiceRenderer } from '../../../../src/datasets/dice/render.ts';

interface ReferenceImage extends Record<string, unknown> {
  class: string;
  index: number;
  endType?: number;
  pixels: number[];
}

// 72 renderings by base R 4.2 (test/golden/reference/README.md)
const file = join(import.meta.dirname, '../../reference/dice-r-reference.json');
const { images } = JSON.parse(readFileSync(file, 'utf8')) as { images: ReferenceImage[] };

describe('the dice renderer', () => {
  const renderer = new DiceRenderer();

  it.each(images.map((image) => [image.class, image.index, image] as const))(
    'draws image %s %i as base R does, to 1.5 of 255 in the mean',
    (_, __, { endType, pixels: expected, ...parameters }) => {
      const face = {
        ...parameters,
        ...(endType !== undefined && { lineEnd: lineEnds[endType] }),
      } as unknown as DieFace;
      const pixels = new Uint8Array(32 * 32);
      renderer.render(face, pixels);
      const difference = expected.reduce((sum, value, index) => sum + Math.abs(value - pixels[index]!), 0);
      // Required: 6. What is left is cairo's rounding of horizontal edges to 1/15 of a pixel.
      expect(difference / expected.length).toBeLessThan(1.5);
      expect(expected.some((value) => value < 255)).toBe(true);
    },
  );
});
