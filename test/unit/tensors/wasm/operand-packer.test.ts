import { expect, it } from 'vitest';
import { matrix } from '../../../../src/tensors/matrix.ts';
import {
  depthOfBlock,
  operandPacker,
  placeOfBlock,
  stageSize,
} from '../../../../src/tensors/wasm/operand-packer.ts';
import { packedDepth, tileShape, vectorBytes } from '../../../../src/tensors/wasm/tile-shape.ts';

const parts = [
  ['one number', 1, 1, 0, 0],
  ['fewer lines and steps than a panel', 3, 5, 2, 1],
  ['lines and steps from inside the matrix', 13, 22, 4, 3],
  ['several blocks of steps', 9, 2 * depthOfBlock + 3, 1, 2],
  ['more than is copied at once', 700, 61, 1, 0],
  ['whole lines', 11, 40, 0, 0],
] as const;
const cases = parts.flatMap(([what, lines, steps, aroundLines, aroundSteps]) =>
  (['a', 'b'] as const).flatMap((operand) =>
    [true, false].map((linesAreRows) => ({
      ...{ what, lines, steps, aroundLines, aroundSteps, operand, linesAreRows },
    })),
  ),
);

it.each(cases)(
  'operandPacker packs $what of $operand, lines being rows: $linesAreRows',
  ({ lines, steps, aroundLines, aroundSteps, operand, linesAreRows }) => {
    for (const name of ['float64', 'float32'] as const) {
      const [allLines, allSteps] = [lines + 2 * aroundLines, steps + 2 * aroundSteps];
      const [rows, columns] = linesAreRows ? [allLines, allSteps] : [allSteps, allLines];
      const shape = tileShape[name][operand];
      const memory = new WebAssembly.Memory({ initial: 64 });
      const numbers = name === 'float64' ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
      const bytes = numbers.BYTES_PER_ELEMENT;
      // Stale numbers that would spoil any sum.
      numbers.fill(NaN);
      const data = name === 'float64' ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
      for (let i = 0; i < data.length; i++) data[i] = i + 1;
      const at = stageSize(steps);
      const part = { firstLine: aroundLines, lines, firstStep: aroundSteps, steps };
      operandPacker({ memory, name, numbers }, operand, 0)(
        matrix(data, rows, columns),
        linesAreRows,
        part,
        at,
      );

      const ofStep = (shape.vectors * vectorBytes) / bytes;
      for (let first = 0; first < steps; first += depthOfBlock) {
        const depth = Math.min(depthOfBlock, steps - first);
        const block = at + placeOfBlock(shape, lines, first, bytes);
        for (let line = 0; line < lines; line++)
          for (let step = 0; step < packedDepth(depth); step++) {
            const panel = Math.floor(line / shape.lines) * packedDepth(depth) + step;
            const [l, s] = [aroundLines + line, aroundSteps + first + step];
            const there = 1 + (linesAreRows ? l * columns + s : s * columns + l);
            const found = numbers[block + panel * ofStep + (line % shape.lines)];
            if (found !== (step < depth ? there : 0))
              expect.fail(`line ${line}, step ${first + step}: ${found}`);
          }
      }
    }
  },
);
