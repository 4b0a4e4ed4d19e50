import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { initialize, snapshotAnalyzer } from '../../../../../src/numerics/index.ts';
import type { ThreadedAnalysis } from '../../../../../src/numerics/decomposition/threads/threaded-analyzer.ts';
import { matrix } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

const network = { widths: [2, 6, 2] };
const analysis: ThreadedAnalysis = {
  problem: {
    network,
    inputs: matrix(Float64Array.of(1, 2, -1, 0.5, 0.3, -2), 3, 2),
    labels: Int32Array.of(0, 1, 0),
    criterion: { name: 'cross-entropy' },
  },
  accuracy: { tolerance: 1e-6, eigenTolerance: 1e-6 },
};

it('answers what it is sent while it starts, one after the other', async () => {
  const thread = new Worker(
    new URL('../../../../../src/numerics/decomposition/threads/analyzer-thread.ts', import.meta.url),
    { workerData: analysis },
  );
  const points = [0, 1].map((seed) => initialize(network, { init: 'xavier-normal', gain: 1 }, seed));
  const answers: unknown[] = [];
  thread.on('message', (answer) => answers.push(answer));
  for (const parameters of points) thread.postMessage({ parameters, audit: false, pictured: 0 });
  while (answers.length < points.length) await once(thread, 'message');
  thread.postMessage('end');
  await once(thread, 'exit');
  const here = snapshotAnalyzer(await openBlas(), analysis.problem, analysis.accuracy);
  expect(answers).toEqual([await here.analyze(points[0]!), await here.analyze(points[1]!)]);
});
