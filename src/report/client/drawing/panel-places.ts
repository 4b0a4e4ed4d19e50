/// <reference lib="dom" />
import type { View } from 'vega';
import type { PanelPlace } from './nearest-curve.ts';

/** The panel of a figure that the pointer is over, where it is over one. */
export function panelAt(
  view: View,
  element: HTMLElement,
  fields: readonly string[],
  pointer: { clientX: number; clientY: number },
  shared = false,
): PanelPlace | undefined {
  for (const [index, field] of fields.entries()) {
    const ground = element.querySelector<SVGGraphicsElement>(`.concat_${index}_group > g > .background`);
    const matrix = ground?.getScreenCTM()?.inverse();
    if (ground === null || matrix === undefined) continue;
    const local = new DOMPoint(pointer.clientX, pointer.clientY).matrixTransform(matrix);
    const { width, height } = ground.getBBox();
    if (local.x < 0 || local.y < 0 || local.x > width || local.y > height) continue;
    return {
      field,
      x: view.scale(`concat_${index}_x`) as (value: number) => number,
      y: view.scale(shared ? 'y' : `concat_${index}_y`) as (value: number) => number,
      pointer: { x: local.x, y: local.y },
    };
  }
  return undefined;
}
