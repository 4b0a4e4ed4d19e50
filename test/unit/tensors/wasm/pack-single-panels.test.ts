import { expect, it } from 'vitest';
import { packPanels } from '../../../../src/tensors/wasm/pack-panels.ts';
import { packSinglePanels } from '../../../../src/tensors/wasm/pack-single-panels.ts';

const source = Float64Array.from({ length: 24 }, (_, i) => 10 * Math.floor(i / 4) + (i % 4));

it.each([4, 8])('packSinglePanels packs as packPanels does, in panels of %i lines', (panelLines) => {
  for (const lines of [1, 4, 5, 6])
    for (const depth of [1, 2, 3]) {
      const strides = { start: 0, line: 4, step: 1 };
      const part = { lines, depth };
      const [target, single] = [new Float64Array(64).fill(7), new Float32Array(64).fill(7)];
      packPanels(source, strides, part, panelLines, target);
      packSinglePanels(Float32Array.from(source), strides, part, panelLines, single);
      expect([...single]).toEqual([...target]);
    }
});
