import type { ErrorReport } from '../../event.ts';
import type { Attempt, AttemptResult } from '../../executor.ts';
import type { JobState } from '../client/parse-states.ts';
import type { EndClass } from '../ends/job-end.ts';
import type { BatchFolder, BatchRecord } from './batch-folder.ts';
import type { Waiting } from './gather.ts';
import type { NodeResult } from './node-job.ts';

/** An attempt on its way through the cluster; it may take several jobs. */
export interface Entry extends Waiting {
  attempt: Attempt;
  resolve: (result: AttemptResult) => void;
  /** How often each cause has ended one of its jobs. */
  times: Map<EndClass, number>;
  /** Jobs that it has had. */
  jobs: number;
  /** What ended the last of them. */
  cause?: ErrorReport;
}

/** An entry in a batch. */
export interface BatchEntry {
  task: number;
  position: number;
  entry: Entry;
  begun: boolean;
  /** Bytes of its news that were told. */
  told: number;
  /** It waits for the end of the job, which says what the result means. */
  result?: NodeResult;
}

/** A task of a batch, as Slurm sees it. */
export interface BatchTask {
  state?: JobState;
  /** When it was first seen to be over. */
  endedMs?: number;
  /** How often in a row Slurm did not know it. */
  missed: number;
}

/** A batch whose results are waited for. */
export class Batch {
  readonly folder: BatchFolder;
  readonly record: BatchRecord;
  readonly job: string;
  /** Those whose result is waited for. */
  readonly entries = new Set<BatchEntry>();
  readonly tasks: BatchTask[];
  /** How many of its tasks may run at the same time. */
  readonly atOnce: number;

  constructor(folder: BatchFolder, record: BatchRecord, job: string, atOnce = record.tasks.length) {
    this.folder = folder;
    this.record = record;
    this.job = job;
    this.atOnce = Math.min(atOnce, record.tasks.length);
    this.tasks = record.tasks.map(() => ({ missed: 0 }));
  }

  wait(task: number, position: number, entry: Entry): void {
    this.entries.add({ task, position, entry, begun: false, told: 0 });
  }

  /** The tasks that somebody waits for and that are not known to be over. */
  open(): number[] {
    const wanted = new Set([...this.entries].map(({ task }) => task));
    return [...wanted].filter((task) => this.tasks[task]!.endedMs === undefined);
  }

  entriesOf(task: number): BatchEntry[] {
    return [...this.entries].filter((entry) => entry.task === task).sort((a, b) => a.position - b.position);
  }
}
