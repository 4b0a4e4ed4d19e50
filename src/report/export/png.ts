import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import { typefaceFile } from '../figures/typeface-file.ts';

/** Pixels of the image for one of the figure. */
const SCALE = 2;
/** The names under which the canvas knows the typefaces: a figure looks the same whatever fonts a machine has. */
const SANS = 'Figure Sans';
const GREEK = 'Figure Sans Greek';
const MATH = 'Figure Math';

/** Draws an SVG figure as a PNG image on white ground, at twice its size. */
export async function drawPng(svg: string): Promise<Buffer> {
  registerTypefaces();
  const text = svg
    .replaceAll(/font-family="[^"]*"/g, `font-family="${SANS}"`)
    .replaceAll(/>([^<>]+)<\/text>/g, (_, words: string) => `>${inTypefaces(words)}</text>`);
  const image = await loadImage(Buffer.from(text));
  image.width *= SCALE;
  image.height *= SCALE;
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  return canvas.encode('png');
}

/** The canvas does not look a missing letter up in another typeface. */
function inTypefaces(words: string): string {
  return words
    .replaceAll(/[\u0370-\u03ff]+/g, (letters) => `<tspan font-family="${GREEK}">${letters}</tspan>`)
    .replaceAll('‖', '∥')
    .replaceAll(/[∥→]+/g, (signs) => `<tspan font-family="${MATH}">${signs}</tspan>`);
}

function registerTypefaces(): void {
  if (GlobalFonts.has(MATH)) return;
  for (const weight of [400, 600] as const) {
    GlobalFonts.registerFromPath(typefaceFile('source-sans-3', 'latin', weight, 'normal'), SANS);
    GlobalFonts.registerFromPath(typefaceFile('source-sans-3', 'greek', weight, 'normal'), GREEK);
  }
  const math = createRequire(import.meta.url).resolve('katex/dist/fonts/KaTeX_Main-Regular.ttf');
  GlobalFonts.registerFromPath(math, MATH);
}
