import type { Ops } from '../../../tensors/ops.ts';
import type { TrainingProblem } from '../../network/training-loss.ts';
import { snapshotAnalyzer, type AnalysisAccuracy, type SnapshotAnalyzer } from '../snapshot-analyzer.ts';
import { threadedAnalyzer } from './threaded-analyzer.ts';

/** Analyzers that work at the same time, each on one snapshot. */
export interface ParallelAnalyzers {
  readonly analyzers: readonly SnapshotAnalyzer[];
  /** Ends their threads, each after the analysis that it is at. */
  readonly end: () => Promise<void>;
}

/**
 * Prepares several analyses of the snapshots of one run: a single one in this thread, else each in a thread of its own. A result depends
 * on its snapshot alone, so their number changes no bit; each takes the memory of `snapshotAnalyzer`.
 * @param count how many
 * @param ops of this thread; the threads open the same BLAS, for as many threads of its own as EOS_THREADS says
 * @param problem network, inputs, labels, criterion
 * @param accuracy of norms and eigenvalues
 * @returns the analyzers; an error of a thread rejects the analysis that it was at
 * @throws {RangeError} when the problem's shapes do not fit
 */
export function parallelAnalyzers(
  count: number,
  ops: Ops,
  problem: TrainingProblem,
  accuracy: AnalysisAccuracy,
): ParallelAnalyzers {
  if (count === 1)
    return { analyzers: [snapshotAnalyzer(ops, problem, accuracy)], end: () => Promise.resolve() };
  const analyzers = Array.from({ length: count }, () => threadedAnalyzer(problem, accuracy));
  return {
    analyzers,
    end: async () => {
      await Promise.all(analyzers.map(({ end }) => end()));
    },
  };
}
