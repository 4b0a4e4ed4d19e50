import { expect, it } from 'vitest';
import { packKernel } from '../../../../src/tensors/wasm/pack-kernel.ts';
import { tileShape, vectorBytes } from '../../../../src/tensors/wasm/tile-shape.ts';

const cases = (['float64', 'float32'] as const).flatMap((precision) =>
  (['a', 'b'] as const).flatMap((operand) =>
    [true, false].map((linesAreRows) => ({ precision, operand, linesAreRows })),
  ),
);

it.each(cases)(
  'packs panels of $operand in $precision, lines being rows: $linesAreRows, and touches nothing else',
  ({ precision, operand, linesAreRows }) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const numbers =
      precision === 'float64' ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
    const bytes = numbers.BYTES_PER_ELEMENT;
    const shape = tileShape[precision][operand];
    const ofStep = (shape.vectors * vectorBytes) / bytes;
    // Three panels of eight steps, from a matrix with rows of 37 numbers; the place between two panels is not theirs.
    const [row, source, target, panel, panels, steps] = [37, 5, 2048, 8 * ofStep + 4, 3, 8];
    for (let i = 0; i < target; i++) numbers[i] = i;
    numbers.fill(-1, target);
    const pack = packKernel(memory, precision, shape, linesAreRows);
    pack(source * bytes, row * bytes, target * bytes, panel * bytes, panels, steps);
    const seen = new Set<number>();
    for (let line = 0; line < panels * shape.lines; line++)
      for (let step = 0; step < steps; step++) {
        const inPanel = step * ofStep + (line % shape.lines);
        const at = target + Math.floor(line / shape.lines) * panel + inPanel;
        expect(numbers[at], `line ${line}, step ${step}`).toBe(
          source + (linesAreRows ? line * row + step : step * row + line),
        );
        seen.add(at);
      }
    for (let i = target; i < numbers.length; i++) {
      const inPanels = i < target + panels * panel && (i - target) % panel < steps * ofStep;
      // What fills up the vectors of a step belongs to no line.
      if (!seen.has(i) && !inPanels) expect(numbers[i], `place ${i}`).toBe(-1);
    }
  },
);
