import type { Digest } from '../../../cache/files/digest.ts';
import type { Task } from '../task.ts';

/** Tasks of one run that have the same key: the first one computes the action, the others wait for its result. */
export class SameAction {
  readonly #followers = new Map<Digest, Task[]>();

  /** Number of actions that are computed, and whose results are not taken yet. */
  get size(): number {
    return this.#followers.size;
  }

  /** Lets a task wait for the one that computes its action; false where none does. */
  follow(task: Task): boolean {
    const followers = this.#followers.get(task.resolved!.key);
    if (followers === undefined) return false;
    task.follow();
    followers.push(task);
    return true;
  }

  lead(task: Task): void {
    this.#followers.set(task.resolved!.key, []);
  }

  /** The action is over; gives those that waited for it. */
  end(key: Digest): Task[] {
    const followers = this.#followers.get(key)!;
    this.#followers.delete(key);
    for (const follower of followers) follower.lookAgain();
    return followers;
  }
}
