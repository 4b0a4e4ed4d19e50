import { resetSVGDefIds, View } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { runtimeOf } from '../figures/vega/runtime-of.ts';

/** Draws a figure as an SVG file; the same figure gives the same text. `rows` fill the data source `rows`. */
export async function drawSvg(
  spec: TopLevelSpec,
  rows: Record<string, unknown>[] | undefined,
): Promise<string> {
  resetSVGDefIds();
  const view = new View(runtimeOf(spec), { renderer: 'none' });
  if (rows !== undefined) view.data('rows', rows);
  const text = await view.toSVG();
  view.finalize();
  return `${rounded(text)}\n`;
}

/** Coordinates to a hundredth of a pixel: half the bytes, no difference to the eye. */
function rounded(text: string): string {
  return text.replaceAll(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
}
