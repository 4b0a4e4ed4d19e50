import { reportError } from '../error-report.ts';
import type { AttemptResult, ClusterExecutor } from '../executor.ts';
import { makeAttempt } from './attempt.ts';
import { InputVerifier } from './workers/input-verifier.ts';
import { LocalExecutor } from './workers/local-executor.ts';
import type { Room } from './waiting/ready-queue.ts';
import type { Run } from '../survey/run.ts';
import type { Session } from '../../cache/sessions/session.ts';
import type { Task } from './task.ts';

/** Gives tasks room and an executor, and takes the room back. */
export class TaskRunner {
  /** What is free of this machine. */
  readonly room: Room;
  readonly #run: Run;
  readonly #verifier: InputVerifier;
  readonly #local: LocalExecutor;
  readonly #cluster: ClusterExecutor | undefined;
  #running = 0;
  #inCluster = 0;
  #interrupted = false;

  constructor(run: Run, session: Session, room: Room, cluster?: ClusterExecutor) {
    this.#run = run;
    this.room = { ...room };
    this.#verifier = new InputVerifier(run.cache);
    this.#local = new LocalExecutor(run.cache, session.owner, this.#verifier);
    this.#cluster = cluster;
  }

  get running(): number {
    return this.#running;
  }

  /** What runs here, and what is a job of a cluster. */
  counts(): { running: number; inCluster?: number; leaveMs?: number } {
    const { leaveMs = 0 } = this.#run.options;
    const inCluster = this.#inCluster > 0 && { inCluster: this.#inCluster, leaveMs };
    return { running: this.#running - this.#inCluster, ...inCluster };
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Performs a task where it belongs; never rejects. */
  async run(task: Task): Promise<AttemptResult> {
    this.#running++;
    if (task.inCluster) this.#inCluster++;
    this.room.threads -= task.threads;
    this.room.memoryBytes -= task.memoryBytes;
    try {
      if (this.#interrupted) return { type: 'stopped', why: 'interrupt', checkpoint: false };
      const result = await this.#perform(task);
      if (result.type === 'stored') this.#verifier.trust(result.record.output.digest);
      if (result.type === 'failed')
        for (const { output } of result.damaged ?? []) this.#verifier.distrust(output);
      return result;
    } catch (error) {
      return { type: 'failed', error: reportError(error, `running ${task.instance.id}`) };
    } finally {
      this.#running--;
      if (task.inCluster) this.#inCluster--;
      this.room.threads += task.threads;
      this.room.memoryBytes += task.memoryBytes;
    }
  }

  /** What a node of the cluster has read is read, where it went on to store a result. */
  async #perform(task: Task): Promise<AttemptResult> {
    const attempt = makeAttempt(this.#run, task);
    if (!task.inCluster) return this.#local.perform(attempt);
    const inputs = this.#verifier.unread(attempt.inputs);
    const result = await this.#cluster!.perform({ ...attempt, inputs });
    if (result.type === 'stored') for (const input of inputs) this.#verifier.trust(input);
    return result;
  }

  /** Nothing more is to start; what runs may end. */
  stopStarting(): void {
    this.#cluster?.stopStarting();
  }

  /** Asks everything that runs to save its state and to stop, and ends what has not after this long. */
  interrupt(waitMs: number): void {
    this.#interrupted = true;
    this.#local.interrupt(waitMs);
    this.#cluster?.interrupt(waitMs);
  }

  /** Ends everything that runs, at once. */
  kill(): void {
    this.#local.kill();
    this.#cluster?.kill();
  }

  /** Ends the worker processes. */
  close(): void {
    this.#local.close();
    this.#cluster?.close();
  }
}
