import { describe, expect, it } from 'vitest';
import { DiceRenderer } from '../../../../src/datasets/dice/render.ts';

const renderer = new DiceRenderer();

function render(face: Parameters<DiceRenderer['render']>[0]): Uint8Array {
  const pixels = new Uint8Array(32 * 32);
  renderer.render(face, pixels);
  return pixels;
}

describe('DiceRenderer', () => {
  it('draws black on white with y upwards', () => {
    const pixels = render({ class: 'ones', x: 0.5, y: 0.5, pointSize: 0.8 });
    expect(pixels[8 * 32 + 24]).toBe(0);
    expect(pixels[24 * 32 + 24]).toBe(255);
  });

  it('reflects the second of the twos through the centre', () => {
    const pixels = render({ class: 'twos', x: -0.4, y: 0.7, pointSize: 0.5 });
    for (let index = 0; index < 1024; index++)
      expect(Math.abs(pixels[index]! - pixels[1023 - index]!)).toBeLessThanOrEqual(8);
  });

  it('leaves nothing of an image in the next', () => {
    const alone = render({ class: 'ones', x: 0, y: 0, pointSize: 0.2 });
    render({ class: 'sixes', x: 0.9, y: 0.9, xShift: 0.2, yShift: 0.1, lineWeight: 2.5, lineEnd: 'square' });
    expect(render({ class: 'ones', x: 0, y: 0, pointSize: 0.2 })).toEqual(alone);
  });

  it('adds no cap to a butt end, and half the line’s width to a square one', () => {
    const ink = (lineEnd: 'butt' | 'square' | 'round'): number =>
      render({ class: 'threes', x: 0.5, y: 0, lineWeight: 2, lineEnd }).reduce(
        (sum, value) => sum + 255 - value,
        0,
      ) / 255;
    // 16 px long, 1.5 px wide; caps of 0.75 px: 2.25 px² square, π 0.75² round
    expect(ink('butt')).toBeCloseTo(24, 0);
    expect(ink('square') - ink('butt')).toBeCloseTo(2.25, 1);
    expect(Math.abs(ink('round') - ink('butt') - Math.PI * 0.75 ** 2)).toBeLessThan(0.1);
  });
});
