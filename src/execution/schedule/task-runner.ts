import type { Digest } from '../../cache/files/digest.ts';
import type { Problem } from '../../cache/outputs/output-check.ts';
import { reportError } from '../error-report.ts';
import { attemptTask } from './attempt.ts';
import { InputVerifier } from './workers/input-verifier.ts';
import type { JobResult } from '../job.ts';
import type { Room } from './waiting/ready-queue.ts';
import type { Run } from '../survey/run.ts';
import type { Session } from '../../cache/sessions/session.ts';
import type { Task } from './task.ts';
import { WorkerPool } from './workers/worker-pool.ts';
import type { WorkerProcess } from './workers/worker-process.ts';

/** How running a task ended: like its job, or before that because its inputs are damaged. */
export type RunResult = JobResult | { type: 'damaged-inputs'; damaged: Map<Digest, Problem[]> };

/** Gives tasks room and a worker process, and takes both back. */
export class TaskRunner {
  /** What is free of the machine. */
  readonly room: Room;
  readonly #run: Run;
  readonly #session: Session;
  readonly #pool = new WorkerPool();
  readonly #verifier: InputVerifier;
  readonly #workers = new Map<Task, WorkerProcess>();
  #interrupted = false;
  #killTimer: NodeJS.Timeout | undefined;

  constructor(run: Run, session: Session, room: Room) {
    this.#run = run;
    this.#session = session;
    this.room = { ...room };
    this.#verifier = new InputVerifier(run.cache);
  }

  get running(): number {
    return this.#workers.size;
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Reads the inputs of a task that this run has not read yet, and runs the task; never rejects. */
  async run(task: Task): Promise<RunResult> {
    try {
      return await this.#runInRoom(task);
    } catch (error) {
      return { type: 'failed', error: reportError(error, `running ${task.instance.id}`) };
    }
  }

  async #runInRoom(task: Task): Promise<RunResult> {
    const worker = this.#pool.take(task.instance.threads);
    this.#workers.set(task, worker);
    this.room.threads -= task.threads;
    this.room.memoryBytes -= task.memoryBytes;
    try {
      const outputs = task.upstream.map(({ entry }) => entry!.output);
      const { broken, damaged } = await this.#verifier.verify(outputs, worker);
      if (broken) return broken;
      if (damaged.size > 0) return { type: 'damaged-inputs', damaged };
      if (this.#interrupted) return { type: 'stopped', why: 'interrupt', checkpoint: false };
      const result = await attemptTask(this.#run, task, worker, this.#session.owner);
      if (result.type === 'stored') this.#verifier.trust(result.record.output.digest);
      if (result.type === 'failed')
        for (const { output } of result.damaged ?? []) this.#verifier.distrust(output);
      return result;
    } finally {
      this.#workers.delete(task);
      this.room.threads += task.threads;
      this.room.memoryBytes += task.memoryBytes;
      this.#pool.release(worker);
    }
  }

  /** Asks everything that runs to save its state and to stop, and ends what has not after this long. */
  interrupt(waitMs: number): void {
    this.#interrupted = true;
    for (const worker of this.#workers.values()) worker.abort('interrupt');
    this.#killTimer = setTimeout(() => {
      this.kill();
    }, waitMs).unref();
  }

  /** Ends everything that runs, at once. */
  kill(): void {
    for (const worker of this.#workers.values()) worker.kill();
  }

  /** Ends the worker processes. */
  close(): void {
    clearTimeout(this.#killTimer);
    this.#pool.close();
  }
}
