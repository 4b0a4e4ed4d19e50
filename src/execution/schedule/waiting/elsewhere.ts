import type { ActionEntry } from '../../../cache/actions/action-index.ts';
import type { ClaimOwner } from '../../../cache/remotes/remote-claims.ts';
import { isPublished } from '../../../cache/publication.ts';
import { PipelineError } from '../../../pipeline/faults/error.ts';
import type { Obtained, Sharing } from '../../sharing/sharing.ts';
import type { Run } from '../../survey/run.ts';
import type { Task } from '../task.ts';
import { entryOf, tellElsewhere, tellHit } from '../tell.ts';

const LOOK_MS = 2000;

/** What was found in a remote, if anything. */
type Answer = ActionEntry | undefined;

/** Tasks of which the remotes are asked whether they have the result, before anything is run for them. */
export class Elsewhere {
  readonly #run: Run;
  readonly #onAnswer: (task: Task, answer: () => Answer) => void;
  readonly #told = new Set<Task>();
  #asking = 0;

  /** @param onAnswer - told of each answer, which throws where asking failed */
  constructor(run: Run, onAnswer: (task: Task, answer: () => Answer) => void) {
    this.#run = run;
    this.#onAnswer = onAnswer;
  }

  /** Number of tasks that wait for an answer. */
  get asking(): number {
    return this.#asking;
  }

  /**
   * Asks, once a task; false where there is nobody to ask (any more).
   * @throws PipelineError remote-failed where the result has to come from a remote
   */
  ask(task: Task): boolean {
    const { sharing, options } = this.#run;
    if (sharing?.asks === true && !task.asked && !task.isForced) {
      void this.#ask(task, sharing);
      return true;
    }
    if (options.remoteOnly !== true) return false;
    throw new PipelineError('remote-failed', 'neither the cache nor a remote has its result', {
      hint: 'Without --remote-only it is made here.',
    });
  }

  /** Somebody who shares a remote computes it; said once. Gives how long it should wait before it looks again. */
  wait(task: Task, owner: ClaimOwner): number {
    task.waitForLock();
    if (!this.#told.has(task)) tellElsewhere(this.#run, task, owner);
    this.#told.add(task);
    return LOOK_MS;
  }

  async #ask(task: Task, sharing: Sharing): Promise<void> {
    const { key } = task.resolved!;
    task.ask();
    this.#asking++;
    let answer: () => Answer;
    try {
      const obtained = await this.#obtain(task, key, sharing);
      answer = () => {
        if (obtained === undefined) return undefined;
        const entry = entryOf(this.#run, obtained.record, obtained.manifest);
        tellHit(this.#run, task, entry, obtained.remote);
        return entry;
      };
    } catch (error) {
      answer = () => {
        throw error;
      };
    }
    this.#asking--;
    task.lookAgain();
    this.#onAnswer(task, answer);
  }

  async #obtain(
    { instance, needsOutput }: Task,
    key: Parameters<Sharing['obtain']>[0],
    sharing: Sharing,
  ): Promise<Obtained | undefined> {
    const obtained = await sharing.obtain(key, { needsOutput });
    // What is to be published is needed as soon as it is known.
    return obtained === undefined ||
      isPublished(this.#run.index, instance.publish, obtained.record.output.digest)
      ? obtained
      : await sharing.obtain(key, { needsOutput: true });
  }
}
