import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { StageJob } from '../../../../src/execution/job.ts';
import { type ContextParts, stageContext } from '../../../../src/execution/stage/stage-context.ts';
import type { StageContext, StageDefinition, StageProgress } from '../../../../src/pipeline/stage/stage.ts';
import { jobFor } from '../../../stage-job.ts';
import { fieldsOf } from '../../../temporary-cache.ts';

const cache = new CacheFolder('/cache');
const fields = fieldsOf({ width: 3 });
const one = { name: 'data', path: '/cache/data' };
const two = { name: 'more', path: '/cache/more' };

function contextOf(
  declared: StageDefinition['inputs'],
  given: StageJob['inputs'],
  parts: Partial<ContextParts> = {},
  threads: Partial<StageJob> = {},
): StageContext<never> {
  const job = jobFor(
    cache,
    '/project/stages/train.js',
    { width: 3 },
    { inputs: given, staging: '/cache/staging/x.0', ...threads },
  );
  const definition = { name: 'train', inputs: declared } as StageDefinition;
  return stageContext(job, definition, {
    params: { width: 3 },
    checkpoint: { load: () => undefined, save: () => Promise.resolve() },
    signal: new AbortController().signal,
    log: () => undefined,
    software: () => undefined,
    warn: () => undefined,
    onProgress: () => undefined,
    ...parts,
  });
}

describe('a stage context', () => {
  it('hands the stage its parameters, output folder, seed and inputs', () => {
    const context = contextOf(
      { data: 'one', runs: 'many' },
      { data: { many: undefined, items: [one] }, runs: { many: true, items: [one, two] } },
    );
    expect(context).toMatchObject({ params: { width: 3 }, output: '/cache/staging/x.0', seed: fields.seed });
    expect(context.input('data')).toEqual(one);
    expect(context.inputs('runs')).toEqual([one, two]);
  });

  it('says into how many threads the stage may deal its work out', () => {
    expect(contextOf({}, {}, {}, { threads: 3, parallel: true }).parallel).toBe(3);
    expect(contextOf({}, {}, {}, { threads: 3 }).parallel).toBe(1);
  });

  it('hands over one collected input as a list of one', () => {
    const context = contextOf({ runs: 'many' }, { runs: { many: true, items: [one] } });
    expect(context.inputs('runs')).toEqual([one]);
  });

  it('hands over an optional input as a list of one, or of none where it is not needed', () => {
    const needed = contextOf({ data: 'optional' }, { data: { many: undefined, items: [one] } });
    expect(needed.inputs('data')).toEqual([one]);
    expect(contextOf({ data: 'optional' }, {}).inputs('data')).toEqual([]);
    expect(() => needed.input('data')).toThrow(
      new RangeError('input("data"): the stage train declares it as "optional", expected "one"'),
    );
  });

  it('says what is wrong with the name of an input that is asked for', () => {
    const context = contextOf(
      { data: 'one', runs: 'many', forgotten: 'one' },
      { data: { many: undefined, items: [one, two] }, runs: { many: true, items: [one] } },
    );
    expect(() => context.input('dataset')).toThrow(
      new RangeError(
        'input("dataset"): the stage train declares no such input; it declares: data, runs, forgotten',
      ),
    );
    expect(() => context.input('runs')).toThrow(
      new RangeError('input("runs"): the stage train declares it as "many", expected "one"'),
    );
    expect(() => context.inputs('data')).toThrow(
      new RangeError('inputs("data"): the stage train declares it as "one", expected "many"'),
    );
    expect(() => context.input('forgotten')).toThrow(
      new RangeError('input("forgotten"): "needs" in pipeline.yaml does not name it'),
    );
    expect(() => context.input('data')).toThrow(
      new RangeError('input("data"): expected one producer, received 2'),
    );
    expect(() => contextOf({}, {}).inputs('runs')).toThrow(
      new RangeError('inputs("runs"): the stage train declares no such input; it declares: none'),
    );
  });

  it('passes words and warnings on', () => {
    const said: string[] = [];
    const context = contextOf(
      {},
      {},
      { log: (line) => said.push(`log ${line}`), warn: (message) => said.push(`warn ${message}`) },
    );
    context.log('iteration 1');
    context.warn('slow');
    expect(said).toEqual(['log iteration 1', 'warn slow']);
  });
});

describe('the progress of a stage', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is passed on a few times a second, and at the end', () => {
    vi.advanceTimersByTime(1000);
    const heard: StageProgress[] = [];
    const context = contextOf({}, {}, { onProgress: (progress) => heard.push(progress) });
    for (let step = 1; step <= 30; step++) {
      context.progress({ fraction: step / 30 });
      vi.advanceTimersByTime(10);
    }
    expect(heard.map(({ fraction }) => Math.round(30 * fraction))).toEqual([1, 11, 21, 30]);
  });
});
