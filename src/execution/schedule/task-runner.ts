import type { ClaimOwner } from '../../cache/remotes/remote-claims.ts';
import type { Digest } from '../../cache/files/digest.ts';
import type { Problem } from '../../cache/outputs/output-check.ts';
import { reportError } from '../error-report.ts';
import { attemptTask } from './attempt.ts';
import { InputVerifier } from './workers/input-verifier.ts';
import type { JobResult } from '../job.ts';
import type { Room } from './waiting/ready-queue.ts';
import type { Obtained, Sharing } from '../sharing/sharing.ts';
import type { Run } from '../survey/run.ts';
import type { Session } from '../../cache/sessions/session.ts';
import type { Task } from './task.ts';
import { WorkerPool } from './workers/worker-pool.ts';
import type { WorkerProcess } from './workers/worker-process.ts';

/** How running a task ended: like its job, or before that. */
export type RunResult =
  | JobResult
  | { type: 'damaged-inputs'; damaged: Map<Digest, Problem[]> }
  /** Not at all: somebody who shares a remote has made it meanwhile, or is computing it. */
  | { type: 'made-elsewhere'; obtained: Obtained }
  | { type: 'computed-elsewhere'; owner: ClaimOwner };

const STOPPED = { type: 'stopped', why: 'interrupt', checkpoint: false } as const;

/** Gives tasks room and a worker process, and takes both back. */
export class TaskRunner {
  /** What is free of the machine. */
  readonly room: Room;
  readonly #run: Run;
  readonly #session: Session;
  readonly #pool = new WorkerPool();
  readonly #verifier: InputVerifier;
  readonly #workers = new Map<Task, WorkerProcess>();
  #running = 0;
  #interrupted = false;
  /** What was being asked for when everything was ended does not begin. */
  #killed = false;
  #killTimer: NodeJS.Timeout | undefined;

  constructor(run: Run, session: Session, room: Room) {
    this.#run = run;
    this.#session = session;
    this.room = { ...room };
    this.#verifier = new InputVerifier(run.cache);
  }

  get running(): number {
    return this.#running;
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
    this.#running++;
    this.room.threads -= task.threads;
    this.room.memoryBytes -= task.memoryBytes;
    try {
      // Without others to ask it is in its worker at once, where it can be ended.
      const elsewhere = this.#run.sharing && (await this.#elsewhere(task, this.#run.sharing));
      return elsewhere ?? (await this.#runHere(task));
    } finally {
      this.#running--;
      this.room.threads += task.threads;
      this.room.memoryBytes += task.memoryBytes;
    }
  }

  /** Whether others who share a remote have the task; else it is announced to them. */
  async #elsewhere(
    { instance, resolved, isForced, needsOutput }: Task,
    sharing: Sharing,
  ): Promise<RunResult | undefined> {
    if (isForced) return undefined;
    const claimed = await sharing.claim(resolved!.key, needsOutput || instance.publish !== undefined);
    if (claimed.state === 'made') return { type: 'made-elsewhere', obtained: claimed.obtained };
    if (claimed.state === 'theirs') return { type: 'computed-elsewhere', owner: claimed.owner };
    return undefined;
  }

  async #runHere(task: Task): Promise<RunResult> {
    const { sharing } = this.#run;
    const result = this.#interrupted || this.#killed ? STOPPED : await this.#inWorker(task);
    if (result.type === 'stored') sharing?.send(task.instance, result.record);
    else sharing?.release(task.resolved!.key);
    return result;
  }

  async #inWorker(task: Task): Promise<RunResult> {
    const worker = this.#pool.take(task.instance.threads);
    this.#workers.set(task, worker);
    try {
      const outputs = task.upstream.map(({ entry }) => entry!.output);
      const { broken, damaged } = await this.#verifier.verify(outputs, worker);
      if (broken) return broken;
      if (damaged.size > 0) return { type: 'damaged-inputs', damaged };
      if (this.#interrupted) return STOPPED;
      const result = await attemptTask(this.#run, task, worker, this.#session.owner);
      if (result.type === 'stored') this.#verifier.trust(result.record.output.digest);
      if (result.type === 'failed')
        for (const { output } of result.damaged ?? []) this.#verifier.distrust(output);
      return result;
    } finally {
      this.#workers.delete(task);
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
    this.#killed = true;
    for (const worker of this.#workers.values()) worker.kill();
  }

  /** Ends the worker processes. */
  close(): void {
    clearTimeout(this.#killTimer);
    this.#pool.close();
  }
}
