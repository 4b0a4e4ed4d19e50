/** A circle of stages that need each other: the first stands again at the end. */
export class CycleError extends Error {
  readonly cycle: readonly string[];

  constructor(cycle: readonly string[]) {
    super(cycle.join(' → '));
    this.name = 'CycleError';
    this.cycle = cycle;
  }
}

/**
 * The names with every name after the ones it needs; else in the given order.
 * Throws a CycleError that names a circle.
 */
export function topologicalOrder(needs: ReadonlyMap<string, Iterable<string>>): string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  // Iterative, so that a chain of 10,000 stages does not end in a stack overflow.
  for (const start of needs.keys()) {
    const path: { name: string; rest: Iterator<string> }[] = [];
    const enter = (name: string): void => {
      state.set(name, 'open');
      path.push({ name, rest: (needs.get(name) ?? [])[Symbol.iterator]() });
    };
    if (!state.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.next();
      if (next.done === true) {
        state.set(top.name, 'done');
        order.push(top.name);
        path.pop();
      } else if (state.get(next.value) === 'open') {
        const names = path.map((step) => step.name);
        throw new CycleError([...names.slice(names.indexOf(next.value)), next.value]);
      } else if (!state.has(next.value)) enter(next.value);
    }
  }
  return order;
}
