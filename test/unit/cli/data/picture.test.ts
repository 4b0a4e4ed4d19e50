import { expect, it } from 'vitest';
import { picture } from '../../../../src/cli/data/picture.ts';

it('picture draws an image in shades, twice as wide as high', () => {
  const ramp = Float64Array.from({ length: 64 }, (_, pixel) => pixel % 8);
  const lines = picture(ramp, [1, 8, 8]).split('\n');
  expect(lines).toEqual(Array.from({ length: 8 }, () => '  ..::==++##%%@@'));
});

it('picture draws series as bars, a line a channel', () => {
  expect(picture(Float64Array.of(0, 1, 2, 3, 3, 2, 1, 0), [2, 4])).toBe('▁▃▆█\n█▆▃▁');
  expect(picture(Float64Array.of(5, 5, 5), [3])).toBe('▁▁▁');
});

it('picture is no wider than a terminal', () => {
  const long = Float64Array.from({ length: 6000 }, (_, point) => point % 100);
  expect(
    picture(long, [6, 1000])
      .split('\n')
      .map((line) => line.length),
  ).toEqual([48, 48, 48, 48, 48, 48]);
});
