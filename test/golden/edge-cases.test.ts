import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { snapshotAnalyzer, type TrainingProblem } from '../../src/numerics/index.ts';
import { matrix } from '../../src/tensors/matrix.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';

/** A network at an edge, with every quantity by brute force (test/golden/reference/edge-cases.py). */
interface EdgeCase {
  name: string;
  widths: number[];
  criterion: 'cross-entropy' | 'mse';
  inputs: number[][];
  labels: number[];
  parameters: number[];
  expected: {
    loss: number;
    hessian: number;
    gaussNewton: number;
    residual: [number, number];
    meanSquaredNormK: number;
    meanSquaredNormDelta: number[];
    meanSquaredActivationRatio: number[];
    meanSquaredNormLayerwiseJacobian: number[];
    alignmentRatioDeltaJacobian: number[];
    alignmentRatioChi: number[];
  };
}

const cases = JSON.parse(
  readFileSync(new URL('./reference/edge-cases.json', import.meta.url), 'utf8'),
) as EdgeCase[];

function problemOf({ widths, criterion, inputs, labels }: EdgeCase): TrainingProblem {
  return {
    network: { widths },
    inputs: matrix(Float64Array.from(inputs.flat()), inputs.length, widths[0]!),
    labels: Int32Array.from(labels),
    criterion: criterion === 'mse' ? { name: 'mse', reduction: 'sum' } : { name: 'cross-entropy' },
  };
}

/** Accuracy asked of the analysis, and of its agreement with brute force. */
const accuracies = [
  [1e-12, 1e-9],
  [1e-6, 1e-6],
] as const;

describe.each([undefined, 'none'])('the analysis by the BLAS %s', (library) => {
  describe.each(cases.map((edge) => [edge.name, edge] as const))('of %s', (_, edge) => {
    test.each(accuracies)('asked for %d has every value of brute force to %d', async (asked, allowed) => {
      const ops = await openBlas(library === undefined ? {} : { library });
      const accuracy = { tolerance: asked, eigenTolerance: asked };
      const analyzer = snapshotAnalyzer(ops, problemOf(edge), accuracy);
      const { quantities, missing } = await analyzer.analyze(Float64Array.from(edge.parameters));
      const { expected } = edge;
      expect(missing).toBeUndefined();
      const near = (name: string, actual: number[], values: number[], scale?: number) => {
        expect(actual.length, name).toBe(values.length);
        values.forEach((value, i) => {
          const error = Math.abs(actual[i]! - value) / (scale ?? Math.abs(value));
          expect(error, `${name} ${i}: ${actual[i]!}, expected ${value}`).toBeLessThan(allowed);
        });
      };
      const { residual } = quantities;
      near('loss', [quantities.loss], [expected.loss]);
      near('Hessian', [quantities.hessian.largest], [expected.hessian]);
      near('G', [quantities.gaussNewton.largest], [expected.gaussNewton]);
      // What is asked of H is relative to the Hessian, of which it is a part.
      near('H', [residual.largest, residual.smallest], expected.residual, expected.hessian);
      near('E‖K‖²', [quantities.meanSquaredNormK], [expected.meanSquaredNormK]);
      for (const name of [
        'meanSquaredNormDelta',
        'meanSquaredActivationRatio',
        'meanSquaredNormLayerwiseJacobian',
        'alignmentRatioDeltaJacobian',
        'alignmentRatioChi',
      ] as const)
        near(name, quantities[name], expected[name]);
    });
  });
});
