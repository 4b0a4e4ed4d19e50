import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { Estimates } from '../../../../src/execution/schedule/estimate.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { instanceOf } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

/** An index in which these instances took this long. */
function indexWith(durations: Record<string, number>): ActionIndex {
  const index = new ActionIndex(temporaryCache());
  for (const [instance, durationMs] of Object.entries(durations)) {
    const key = sha256(instance);
    const output = sha256('output');
    index.set('instance', instance, key);
    index.set('action', key, {
      instance,
      output,
      files: 1,
      sizeBytes: 1,
      metrics: {},
      durationMs,
      log: 'x.log',
      record: [1, 2, 3, 4, 5],
    });
  }
  return index;
}

const instances = (...ids: string[]): Instance[] => ids.map((id) => instanceOf('/project', id));

describe('Estimates', () => {
  it('expects what the last run took, else the mean of the stage', () => {
    const [one, two, other, report] = instances('train[a=1]', 'train[a=2]', 'train[a=3]', 'report');
    const index = indexWith({ 'train[a=1]': 100, 'train[a=2]': 300 });
    const estimates = new Estimates(index, [one!, two!, other!, report!]);
    expect(estimates.expectedMs(one!)).toBe(100);
    expect(estimates.expectedMs(two!)).toBe(300);
    expect(estimates.expectedMs(other!)).toBe(200);
    expect(estimates.expectedMs(report!)).toBeUndefined();
  });

  it('expects what is forecast of an instance rather than what it took under other parameters', () => {
    const [one, two] = instances('train[a=1]', 'train[a=2]');
    const estimates = new Estimates(
      indexWith({ 'train[a=1]': 100 }),
      [one!, two!],
      new Map([['train[a=1]', 700]]),
    );
    expect(estimates.expectedMs(one!)).toBe(700);
    expect(estimates.expectedMs(two!)).toBe(100);
  });

  it('learns from what this run measures', () => {
    const [train] = instances('train[a=1]');
    const estimates = new Estimates(indexWith({}), [train!]);
    expect(estimates.expectedMs(train!)).toBeUndefined();
    estimates.learn('train', 100);
    estimates.learn('train', 500);
    expect(estimates.expectedMs(train!)).toBe(300);
  });

  it('expects nothing of an instance whose record the index has lost', () => {
    const index = indexWith({ train: 100 });
    index.delete('action', sha256('train'));
    const [train] = instances('train');
    expect(new Estimates(index, [train!]).expectedMs(train!)).toBeUndefined();
  });
});
