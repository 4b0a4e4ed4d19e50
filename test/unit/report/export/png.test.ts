import { loadImage, createCanvas } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { drawPng } from '../../../../src/report/export/png.ts';

const svg = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" viewBox="0 0 60 30"><text x="5" y="22" font-family="&quot;Source Sans 3&quot;, Arial" font-size="20px" fill="#000">${text}</text></svg>`;

/** Pixels that are not white. */
async function ink(text: string): Promise<number> {
  const image = await loadImage(await drawPng(svg(text)));
  expect([image.width, image.height]).toEqual([120, 60]);
  const context = createCanvas(120, 60).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, 120, 60);
  let count = 0;
  for (let index = 0; index < data.length; index += 4) if (data[index]! < 128) count++;
  return count;
}

it('a PNG is the figure at twice its size, on white, with Latin and Greek text', async () => {
  expect(await ink('')).toBe(0);
  expect(await ink('H')).toBeGreaterThan(100);
  expect(await ink('ρ')).toBeGreaterThan(100);
  // Of another typeface; a letter that none has would be a box.
  expect(await ink('→')).toBeGreaterThan(50);
  expect(await ink('→')).toBeLessThan((await ink('\ue000')) * 0.9);
  expect(await ink('HH')).toBeGreaterThan(await ink('H'));
});

it('the same figure gives the same bytes', async () => {
  expect((await drawPng(svg('ρ(K)'))).equals(await drawPng(svg('ρ(K)')))).toBe(true);
});
