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

/** Coordinates to a hundredth of a pixel: half the bytes, no difference to the eye. Words keep their numbers, also those for readers who do not see. */
function rounded(text: string): string {
  return text.replaceAll(/<[^>]*>/g, (tag) =>
    tag.replaceAll(/ aria-[a-z]+="[^"]*"|\d+\.\d{3,}/g, (found) =>
      found.startsWith(' ') ? found : String(Number(Number(found).toFixed(2))),
    ),
  );
}
