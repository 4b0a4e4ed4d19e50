import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TrainingProblem } from '../../network/training-loss.ts';
import type { AnalysisAccuracy, SnapshotAnalysisResult, SnapshotAnalyzer } from '../snapshot-analyzer.ts';

const THREAD = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './analyzer-thread.ts' : './analyzer-thread.js', import.meta.url),
);

/** What the thread starts with. */
export interface ThreadedAnalysis {
  problem: TrainingProblem;
  accuracy: AnalysisAccuracy;
}

/** One snapshot to analyse. */
export interface AnalysisRequest {
  parameters: Float64Array;
  audit: boolean;
  pictured: number;
}

/** An analyzer in a thread of its own, which lives until it is told to end; an analysis that it is at is finished first. */
export interface ThreadedAnalyzer extends SnapshotAnalyzer {
  readonly end: () => Promise<void>;
}

/**
 * Starts a thread that analyses snapshots one after the other, with memory and products of its own; its results have the bytes that
 * `snapshotAnalyzer` gives. Open a BLAS in this thread before: the kernels of a library are chosen where it is loaded first.
 * @param problem network, inputs, labels, criterion; copied into the thread
 * @param accuracy of norms and eigenvalues
 * @returns the analyzer. What its thread throws, an analysis rejects with, and so do those that are asked for afterwards.
 */
export function threadedAnalyzer(problem: TrainingProblem, accuracy: AnalysisAccuracy): ThreadedAnalyzer {
  const thread = new Worker(THREAD, { workerData: { problem, accuracy } satisfies ThreadedAnalysis });
  const ended = new Promise<never>((_, reject) => {
    thread.once('error', reject);
    thread.once('exit', (code) => {
      reject(new Error(`the thread of an analysis ended with exit code ${code}`));
    });
  });
  const exited = new Promise((resolve) => thread.once('exit', resolve));
  // Nobody may be waiting when it ends.
  ended.catch(() => undefined);
  return {
    async analyze(parameters, audit = false, pictured = 0) {
      const answer = once(thread, 'message') as Promise<[SnapshotAnalysisResult]>;
      thread.postMessage({ parameters, audit, pictured } satisfies AnalysisRequest);
      const [result] = await Promise.race([answer, ended]);
      return result;
    },
    async end() {
      // A thread that is terminated while it is in a library takes the whole process with it.
      thread.postMessage('end');
      await exited;
    },
  };
}
