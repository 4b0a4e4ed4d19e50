// The entry of the thread of one analyzer (threaded-analyzer.ts): it analyses what it is sent, and ends with the first error.
import { parentPort, workerData } from 'node:worker_threads';
import { openBlas } from '../../../tensors/open-blas.ts';
import { snapshotAnalyzer } from '../snapshot-analyzer.ts';
import type { AnalysisRequest, ThreadedAnalysis } from './threaded-analyzer.ts';

const { problem, accuracy } = workerData as ThreadedAnalysis;
const analyzer = snapshotAnalyzer(await openBlas(), problem, accuracy);

let last = Promise.resolve();

parentPort!.on('message', (request: AnalysisRequest | 'end') => {
  if (request === 'end') {
    void last.then(() => {
      parentPort!.close();
    });
    return;
  }
  const { parameters, audit, pictured } = request;
  last = analyzer.analyze(parameters, audit, pictured).then((result) => {
    parentPort!.postMessage(result);
  });
});
