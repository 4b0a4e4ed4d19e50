import { describe, expect, it, onTestFinished } from 'vitest';
import { initialize, snapshotAnalyzer, type TrainingProblem } from '../../../../../src/numerics/index.ts';
import {
  threadedAnalyzer,
  type ThreadedAnalyzer,
} from '../../../../../src/numerics/decomposition/threads/threaded-analyzer.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
const network = { widths: [5, 20, 20, 20, 3] };
const inputs = zeros(30, 5);
createRandom(1, 'inputs').fillGaussian(inputs.data);
const problem: TrainingProblem = {
  network,
  inputs,
  labels: Int32Array.from({ length: 30 }, (_, i) => i % 3),
  criterion: { name: 'cross-entropy' },
};
const accuracy = { tolerance: 1e-6, eigenTolerance: 1e-6 };
const parameters = (seed: number) => initialize(network, { init: 'xavier-normal', gain: Math.SQRT2 }, seed);

function start(): ThreadedAnalyzer {
  const analyzer = threadedAnalyzer(problem, accuracy);
  onTestFinished(() => analyzer.end());
  return analyzer;
}

describe('threadedAnalyzer', () => {
  it('gives what the analyzer in this thread gives, bit for bit, and leaves the parameters as they were', async () => {
    const [here, there] = [snapshotAnalyzer(ops, problem, accuracy), start()];
    for (const seed of [0, 1]) {
      const point = parameters(seed);
      expect(await there.analyze(point, true, 2)).toEqual(await here.analyze(parameters(seed), true, 2));
      expect(point).toEqual(parameters(seed));
    }
  });

  it('rejects with what its thread throws, and so ever after', async () => {
    const analyzer = start();
    const told = 'layerBlocks: widths 5 → 20 → 20 → 20 → 3 need 1023 parameters, received 7';
    await expect(analyzer.analyze(new Float64Array(7))).rejects.toThrow(new RangeError(told));
    await expect(analyzer.analyze(parameters(0))).rejects.toThrow(new RangeError(told));
  });

  it('finishes the analysis that it is at when it is told to end, and rejects others after that', async () => {
    const analyzer = start();
    const analysis = analyzer.analyze(parameters(0));
    await analyzer.end();
    expect((await analysis).samples.k).toHaveLength(30);
    await expect(analyzer.analyze(parameters(0))).rejects.toThrow(
      'the thread of an analysis ended with exit code 0',
    );
  });
});
