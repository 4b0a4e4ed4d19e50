import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Demand, ReadyQueue } from '../../../../../src/execution/schedule/waiting/ready-queue.ts';

const demand = (priority: number, threads = 1, memoryBytes = 0, early = false): Demand => ({
  priority,
  threads,
  memoryBytes,
  early,
});
const room = { threads: 2, memoryBytes: 100 };

function priorities(queue: ReadyQueue<Demand>, free = room): number[] {
  const taken: number[] = [];
  for (let task = queue.take(free); task; task = queue.take(free)) taken.push(task.priority);
  return taken;
}

describe('ReadyQueue', () => {
  it('has nothing at first', () => {
    const queue = new ReadyQueue<Demand>();
    expect(queue.size).toBe(0);
    expect(queue.take(room)).toBeUndefined();
  });

  it('gives the most urgent first, whatever each one demands', () => {
    const queue = new ReadyQueue<Demand>();
    for (const task of [demand(1), demand(5, 2), demand(3), demand(4, 1, 50), demand(2, 2, 100)])
      queue.add(task);
    expect(queue.size).toBe(5);
    expect(priorities(queue)).toEqual([5, 4, 3, 2, 1]);
    expect(queue.size).toBe(0);
  });

  it('passes by what does not fit, and keeps it', () => {
    const queue = new ReadyQueue<Demand>();
    for (const task of [demand(9, 3), demand(8, 1, 101), demand(1, 1, 1)]) queue.add(task);
    expect(priorities(queue)).toEqual([1]);
    expect(queue.size).toBe(2);
    expect(queue.take({ threads: 3, memoryBytes: 101 })).toEqual(demand(9, 3));
    expect(queue.take({ threads: 0, memoryBytes: 1000 })).toBeUndefined();
    expect(queue.take({ threads: 3, memoryBytes: 101 })).toEqual(demand(8, 1, 101));
  });

  it('holds back what is not early while something early is not over', () => {
    const download = { early: true, isOver: false };
    const queue = new ReadyQueue<Demand>([download, { early: false, isOver: false }]);
    for (const task of [demand(9), demand(1, 1, 0, true), demand(8, 2)]) queue.add(task);
    expect(priorities(queue)).toEqual([1]);
    download.isOver = true;
    expect(priorities(queue)).toEqual([9, 8]);
  });

  it('gives everything once, in order, for any mix of demands', () => {
    const tasks = fc.array(
      fc.record({ priority: fc.nat(20), threads: fc.nat(2), memoryBytes: fc.nat(2), early: fc.boolean() }),
    );
    fc.assert(
      fc.property(tasks, tasks, (first, second) => {
        const queue = new ReadyQueue<Demand>();
        for (const task of first) queue.add(task);
        const early = queue.take(room);
        for (const task of second) queue.add(task);
        const all = [...first, ...second].map(({ priority }) => priority).sort((a, b) => b - a);
        if (early) {
          expect(early.priority).toBe(Math.max(...first.map(({ priority }) => priority)));
          all.splice(all.indexOf(early.priority), 1);
        }
        expect(priorities(queue)).toEqual(all);
      }),
    );
  });
});
