import type { ErrorReport } from '../event.ts';
import type { StageJob, WorkerNews } from '../job.ts';
import type { ReadFiles } from './read-files.ts';
import type { StageResult } from './run-stage-file.ts';

/** Folders of checkpoints. */
export interface CheckpointPlaces {
  /** Where new ones are filled. */
  fill: string;
  /** The last one. */
  last?: string;
}

/** What the worker says to the process of a stage file. */
export type ToStage =
  | { type: 'start'; job: StageJob; file: string; checkpoints: CheckpointPlaces }
  | { type: 'abort'; why: 'interrupt' | 'timeout' }
  /** The checkpoint is kept, and where it lies if it was moved; or why it is not kept. */
  | { type: 'saved'; folder?: string; error?: ErrorReport }
  /** Its outcome has arrived: it may end. */
  | { type: 'over' };

/** What a stage has loaded and read in its process. */
export interface StageSight extends ReadFiles {
  /** Files that were loaded as code. */
  loaded: string[];
  /** Files of packages, each with the file of no package that imported it. */
  packages: [file: string, importer: string][];
}

/** How the running of a stage file ended. */
export type StageOutcome =
  | {
      type: 'done';
      result: StageResult;
      peakMemoryBytes: number;
      processorMs: number;
      /** It asked for the last checkpoint, and got it. */
      resumed: boolean;
      seen: StageSight;
    }
  /** `seen`: where it was for want of a file. */
  | { type: 'failed'; error: ErrorReport; seen?: StageSight };

/** What the process of a stage file says. */
export type FromStage =
  | { type: 'news'; news: WorkerNews }
  /** A folder that is filled, to be kept. */
  | { type: 'checkpoint'; folder: string }
  | StageOutcome;
