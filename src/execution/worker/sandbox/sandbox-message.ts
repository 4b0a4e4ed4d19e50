import type { ErrorReport } from '../../event.ts';
import type { StageJob, WorkerNews } from '../../job.ts';
import type { StageResult } from '../check-result.ts';

/** What the worker says to a stage file in a sandbox. */
export type ToSandbox =
  /** `checkpoint`: the folder of the last one. */
  | { type: 'start'; job: StageJob; file: string; checkpoint?: string }
  | { type: 'abort'; why: 'interrupt' | 'timeout' }
  /** The checkpoint is kept, or why it is not. */
  | { type: 'saved'; error?: ErrorReport }
  /** Its outcome has arrived: it may end. */
  | { type: 'over' };

/** What a stage file in a sandbox says. */
export type FromSandbox =
  | { type: 'news'; news: WorkerNews }
  /** A folder that is filled, to be kept. */
  | { type: 'checkpoint'; folder: string }
  | { type: 'done'; result: StageResult; peakMemoryBytes: number }
  /** `sought`: where it was for want of a file, what it has looked for in the project. */
  | { type: 'failed'; error: ErrorReport; sought?: { read: string[]; relative: string[] } };
