import { expect, it } from 'vitest';
import {
  initialize,
  parallelAnalyzers,
  snapshotAnalyzer,
  type TrainingProblem,
} from '../../../../../src/numerics/index.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

const network = { widths: [4, 12, 12, 2] };
const inputs = zeros(10, 4);
createRandom(1, 'inputs').fillGaussian(inputs.data);
const problem: TrainingProblem = {
  network,
  inputs,
  labels: Int32Array.from({ length: 10 }, (_, i) => i % 2),
  criterion: { name: 'cross-entropy' },
};
const accuracy = { tolerance: 1e-6, eigenTolerance: 1e-6 };
const points = [0, 1, 2].map((seed) => initialize(network, { init: 'xavier-normal', gain: 1 }, seed));

it.each([undefined, 'none'])(
  'gives the same bits by any number of analyzers that work at the same time, by the BLAS %s',
  async (library) => {
    // The threads find it by the environment.
    if (library !== undefined) process.env.EOS_BLAS_LIBRARY = library;
    try {
      const ops = await openBlas();
      const alone = snapshotAnalyzer(ops, problem, accuracy);
      for (const count of [1, 3]) {
        const { analyzers, end } = parallelAnalyzers(count, ops, problem, accuracy);
        expect(analyzers).toHaveLength(count);
        const found = await Promise.all(analyzers.map((analyzer, index) => analyzer.analyze(points[index]!)));
        await end();
        for (const [index, result] of found.entries())
          expect(result).toEqual(await alone.analyze(points[index]!));
      }
    } finally {
      delete process.env.EOS_BLAS_LIBRARY;
    }
  },
);
