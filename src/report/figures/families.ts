import { components } from './components.ts';
import { activationRatios, chiAlignment, jacobianAlignment, jacobianNorms } from './layer-ratios.ts';
import { layerNorms, selectedLayerNorms } from './layer-norms.ts';
import { overlap } from './overlap.ts';
import type { FigureFamily } from './panel.ts';
import { sharpness } from './sharpness.ts';

/** The families of the paper's figures, in its order. */
export const paperFamilies: readonly FigureFamily[] = [
  sharpness,
  overlap,
  selectedLayerNorms,
  components,
  layerNorms,
  activationRatios,
  chiAlignment,
  jacobianNorms,
  jacobianAlignment,
];

/** The family of a name. */
export function familyOf(id: string): FigureFamily {
  const family = paperFamilies.find((candidate) => candidate.id === id);
  if (family === undefined) throw new RangeError(`no figure family ${id}`);
  return family;
}
