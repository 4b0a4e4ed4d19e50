import type { ClaimOwner } from '../../cache/remotes/remote-claims.ts';
import { reportError } from '../error-report.ts';
import type { AttemptResult, ClusterExecutor } from '../executor.ts';
import { makeAttempt } from './attempt.ts';
import { InputVerifier } from './workers/input-verifier.ts';
import { LocalExecutor } from './workers/local-executor.ts';
import type { Room } from './waiting/ready-queue.ts';
import type { Obtained, Sharing } from '../sharing/sharing.ts';
import type { Run } from '../survey/run.ts';
import type { Session } from '../../cache/sessions/session.ts';
import type { Task } from './task.ts';

/** How running a task ended: like its attempt, or before that. */
export type RunResult =
  | AttemptResult
  /** Not at all: somebody who shares a remote has made it meanwhile, or is computing it. */
  | { type: 'made-elsewhere'; obtained: Obtained }
  | { type: 'computed-elsewhere'; owner: ClaimOwner };

const STOPPED = { type: 'stopped', why: 'interrupt', checkpoint: false } as const;

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
  /** What was being asked for when everything was ended does not begin. */
  #killed = false;

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
  async run(task: Task): Promise<RunResult> {
    this.#running++;
    if (task.inCluster) this.#inCluster++;
    this.room.threads -= task.threads;
    this.room.memoryBytes -= task.memoryBytes;
    try {
      // Without others to ask it is with its executor at once, where it can be ended.
      const elsewhere = this.#run.sharing && (await this.#elsewhere(task, this.#run.sharing));
      return elsewhere ?? (await this.#runHere(task));
    } catch (error) {
      return { type: 'failed', error: reportError(error, `running ${task.instance.id}`) };
    } finally {
      this.#running--;
      if (task.inCluster) this.#inCluster--;
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

  async #runHere(task: Task): Promise<AttemptResult> {
    const { sharing } = this.#run;
    let result: AttemptResult = STOPPED;
    try {
      if (!this.#interrupted && !this.#killed) result = await this.#perform(task);
      if (result.type === 'stored') this.#verifier.trust(result.record.output.digest);
      if (result.type === 'failed')
        for (const { output } of result.damaged ?? []) this.#verifier.distrust(output);
      return result;
    } finally {
      if (result.type === 'stored') sharing?.send(task.instance, result.record);
      else sharing?.release(task.resolved!.key);
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
    this.#killed = true;
    this.#local.kill();
    this.#cluster?.kill();
  }

  /** Ends the worker processes. */
  close(): void {
    this.#local.close();
    this.#cluster?.close();
  }
}
