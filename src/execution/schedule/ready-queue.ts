/** What a ready task asks of the machine, and how urgent it is. */
export interface Demand {
  threads: number;
  memoryBytes: number;
  /** The longest path to the end of the run goes first. */
  priority: number;
}

/** Room that is free. */
export interface Room {
  threads: number;
  memoryBytes: number;
}

/** Ready tasks, most urgent first, in one heap for each kind of demand: finding one that fits never scans the tasks. */
export class ReadyQueue<Task extends Demand> {
  readonly #heaps = new Map<string, Task[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(task: Task): void {
    const kind = `${task.threads} ${task.memoryBytes}`;
    const heap = this.#heaps.get(kind) ?? [];
    this.#heaps.set(kind, heap);
    let child = heap.push(task) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (heap[parent]!.priority >= heap[child]!.priority) break;
      swap(heap, parent, child);
      child = parent;
    }
    this.#size++;
  }

  /** Takes the most urgent task that fits. */
  take(room: Room): Task | undefined {
    let best: Task[] | undefined;
    for (const heap of this.#heaps.values()) {
      const first = heap[0];
      if (first === undefined || first.threads > room.threads || first.memoryBytes > room.memoryBytes)
        continue;
      if (best === undefined || first.priority > best[0]!.priority) best = heap;
    }
    return best && this.#removeFirst(best);
  }

  #removeFirst(heap: Task[]): Task {
    const first = heap[0]!;
    const last = heap.pop()!;
    this.#size--;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      if (left >= heap.length) return first;
      const child = right < heap.length && heap[right]!.priority > heap[left]!.priority ? right : left;
      if (heap[parent]!.priority >= heap[child]!.priority) return first;
      swap(heap, parent, child);
      parent = child;
    }
  }
}

function swap(heap: unknown[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b], heap[a]];
}
