import type { Numbers } from './matrix.ts';
import type { Ops } from './ops.ts';

/** Operations whose `allocate` gives zeros as ever, but in memory that was used before. */
export interface RecycledOps extends Ops {
  /** From now on, all memory that `allocate` gave may be given again. */
  readonly startOver: () => void;
}

/** Arrays of fewer numbers are not worth keeping. */
const smallest = 4096;

/**
 * Operations that keep their memory, in float64 and in float32: for work that is done again and again with the same sizes. A page that is touched
 * for the first time costs 10 to 20 µs in a virtual machine (decision 12), fifty times as much as filling it with zeros.
 * @param ops operations
 * @returns the same operations, with an `allocate` of their own
 */
export function recycledOps(ops: Ops): RecycledOps {
  const double = recycler((count) => ops.allocate(count));
  const { single } = ops;
  const half = single && recycler((count) => single.allocate(count));
  return {
    ...ops,
    allocate: double.allocate,
    ...(single && half && { single: { ...single, allocate: half.allocate } }),
    startOver() {
      double.startOver();
      half?.startOver();
    },
  };
}

interface Recycler<Data extends Numbers> {
  allocate: (count: number) => Data;
  startOver: () => void;
}

function recycler<Data extends Numbers>(allocate: (count: number) => Data): Recycler<Data> {
  let free: Data[] = [];
  let taken: Data[] = [];
  return {
    allocate: (count) => {
      if (count < smallest) return allocate(count);
      const index = free.findIndex(({ length }) => length >= count && length <= 2 * count);
      if (index < 0) {
        const made = allocate(count);
        taken.push(made);
        return made;
      }
      const [found] = free.splice(index, 1);
      taken.push(found!);
      return found!.subarray(0, count).fill(0) as Data;
    },
    startOver: () => {
      free = [...free, ...taken];
      taken = [];
    },
  };
}
