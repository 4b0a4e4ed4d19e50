import TinyQueue from 'tinyqueue';

/** What a ready task asks of the machine, and how urgent it is. */
export interface Demand {
  threads: number;
  memoryBytes: number;
  /** The longest path to the end of the run goes first. */
  priority: number;
  /** It goes before everything that does not. */
  early: boolean;
}

/** Room that is free. */
export interface Room {
  threads: number;
  memoryBytes: number;
}

/** Ready tasks, most urgent first, in one heap for each kind of demand: finding one that fits never scans the tasks. */
export class ReadyQueue<Task extends Demand> {
  readonly #heaps = new Map<string, TinyQueue<Task>>();
  readonly #early: { isOver: boolean }[];
  #size = 0;

  /** @param all every task of the run: while one that is early is not over, tasks that are not have to wait */
  constructor(all: Iterable<{ early: boolean; isOver: boolean }> = []) {
    this.#early = [...all].filter(({ early }) => early);
  }

  get size(): number {
    return this.#size;
  }

  add(task: Task): void {
    const kind = `${task.threads} ${task.memoryBytes} ${task.early}`;
    const heap = this.#heaps.get(kind) ?? new TinyQueue<Task>([], (a, b) => b.priority - a.priority);
    this.#heaps.set(kind, heap);
    heap.push(task);
    this.#size++;
  }

  /** Takes the most urgent task that fits. */
  take(room: Room): Task | undefined {
    const held = this.#size > 0 && this.#early.some(({ isOver }) => !isOver);
    let best: TinyQueue<Task> | undefined;
    for (const heap of this.#heaps.values()) {
      const first = heap.peek();
      if (first === undefined || first.threads > room.threads || first.memoryBytes > room.memoryBytes)
        continue;
      if (held && !first.early) continue;
      if (best === undefined || first.priority > best.peek()!.priority) best = heap;
    }
    if (best === undefined) return undefined;
    this.#size--;
    return best.pop();
  }
}
