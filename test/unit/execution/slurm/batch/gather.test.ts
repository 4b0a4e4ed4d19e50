import { describe, expect, it } from 'vitest';
import { gather, type Waiting } from '../../../../../src/execution/slurm/batch/gather.ts';

const LIMITS = { maxArray: 1001, room: 1000 };

function instances(count: number, parts: Partial<Waiting> = {}): Waiting[] {
  return Array.from({ length: count }, () => ({
    stage: 'train',
    request: { threads: 1, exclude: [] },
    ...parts,
  }));
}

/** The sizes of the arrays, and how many instances each of their tasks has. */
function sizes(...given: Parameters<typeof gather>): number[][] {
  return gather(...given).map(({ tasks }) => tasks.map(({ length }) => length));
}

describe('gather', () => {
  it('makes one array of equal instances, and another for other resources or another stage', () => {
    const waiting = [
      ...instances(2),
      ...instances(1, { request: { threads: 2, exclude: [] } }),
      ...instances(1, { stage: 'analyze' }),
      ...instances(1),
    ];
    expect(sizes(waiting, { arrays: true }, LIMITS)).toEqual([[1, 1, 1], [1], [1]]);
  });

  it('cuts arrays as the site wants it', () => {
    expect(
      sizes(instances(25), { arrays: true }, { ...LIMITS, maxArray: 11 }).map(({ length }) => length),
    ).toEqual([11, 11, 3]);
    expect(gather(instances(1200), { arrays: true }, { maxArray: 1e6, room: 5000 })[0]!.tasks).toHaveLength(
      1000,
    );
    expect(sizes(instances(3), { arrays: false }, LIMITS)).toEqual([[1], [1], [1]]);
  });

  it('takes no more tasks than there is room for, in the order in which they came', () => {
    const waiting = instances(10);
    const [first] = gather(waiting, { arrays: true }, { ...LIMITS, room: 4 });
    expect(first!.tasks.flat()).toEqual(waiting.slice(0, 4));
    expect(gather(waiting, { arrays: true }, { ...LIMITS, room: 0 })).toEqual([]);
  });

  it('packs so many instances into a task, which then takes as long as they together', () => {
    const waiting = instances(5, { request: { threads: 1, timeMs: 60_000, exclude: [] } });
    const [packed] = gather(waiting, { arrays: true, pack: { instances: 2 } }, LIMITS);
    expect(packed!.tasks.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(packed!.request.timeMs).toBe(120_000);
  });

  it('packs as many as take the time together, and nothing with what nobody has measured', () => {
    const waiting = [20, 30, undefined, 60, 40, undefined].map((expectedMs) => ({
      ...instances(1)[0]!,
      ...(expectedMs !== undefined && { expectedMs }),
    }));
    expect(sizes(waiting, { arrays: true, pack: { durationMs: 100 } }, LIMITS)).toEqual([[2, 1, 2, 1]]);
  });
});
