import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import { type ActionRecord, writeRecord } from '../../../../src/cache/actions/action-record.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { KeyMaker } from '../../../../src/execution/survey/instance-key.ts';
import { Survey } from '../../../../src/execution/survey/survey.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import { planOf } from '../../../plan.ts';
import { damage, flipBit, recordAction, temporaryCache } from '../../../temporary-cache.ts';

const [data, train] = planOf({ data: [], train: ['data'] }).instances as [Instance, Instance];

interface Setting {
  cache: CacheFolder;
  index: ActionIndex;
  resolver: KeyMaker;
  survey: Survey;
  seen: string[];
  previous: Map<string, Digest>;
}

function setting(): Setting {
  const cache = temporaryCache();
  const index = new ActionIndex(cache);
  const resolver = new KeyMaker(index, new Map());
  const seen: string[] = [];
  const previous = new Map<string, Digest>();
  const survey = new Survey(
    cache,
    index,
    resolver,
    (id) => index.get('instance', id) ?? previous.get(id),
    (instance, { state }) => seen.push(`${instance.id} ${state}`),
  );
  return { cache, index, resolver, survey, seen, previous };
}

/** Records an instance that needs nothing, as if it had run. */
function ran({ cache, index, resolver }: Setting, instance: Instance, text = 'x'): ActionRecord {
  const { key, fields, sources } = resolver.resolve(instance, () => {
    throw new Error('it needs nothing');
  });
  index.set('instance', instance.id, key);
  return recordAction(cache, fields, { 'x.txt': text }, { instance: instance.id, sources });
}

describe('Survey', () => {
  it('finds what never ran stale, and what needs it pending', () => {
    const { survey, seen } = setting();
    expect(survey.look(data, false)).toMatchObject({ state: 'stale', reasons: [{ kind: 'never-run' }] });
    expect(survey.look(train, false)).toEqual({ state: 'pending', upstream: ['data'] });
    expect([...survey.findings.keys()]).toEqual(['data', 'train']);
    expect(seen).toEqual([]);
  });

  it('finds a result in the cache, and then the inputs of what needs it', () => {
    const set = setting();
    const { output } = ran(set, data);
    expect(set.survey.look(data, false)).toMatchObject({ state: 'hit', entry: { output: output.digest } });
    expect(set.survey.look(train, false)).toMatchObject({
      state: 'stale',
      resolved: { fields: { inputs: { inputs: [output.digest] } } },
    });
    expect(set.seen).toEqual(['data hit']);
  });

  it('says what moved since the last run', () => {
    const set = setting();
    ran(set, data);
    const changed = { ...data, params: { width: 3 } };
    expect(set.survey.look(changed, false)).toMatchObject({
      state: 'stale',
      reasons: [{ kind: 'parameter', path: 'width', new: 3 }],
    });
  });

  it('goes by the lock file where the index knows nothing', () => {
    const set = setting();
    const { key } = ran(set, data);
    set.index.delete('instance', 'data');
    set.previous.set('data', key);
    const changed = { ...data, work: { kind: 'run' as const, command: 'false', outputs: [] } };
    expect(set.survey.look(changed, false)).toMatchObject({
      reasons: [{ kind: 'command', old: 'true → ', new: 'false → ' }],
    });
    // A record that another machine made is no missing output here.
    rmSync(set.cache.record(key));
    expect(set.survey.look(data, false)).toMatchObject({ reasons: [{ kind: 'never-run' }] });
  });

  it('finds what is forced stale without looking', () => {
    const set = setting();
    ran(set, data);
    expect(set.survey.look(data, true)).toMatchObject({ state: 'stale', reasons: [{ kind: 'forced' }] });
    expect(set.seen).toEqual([]);
  });

  it('tells a missing record, a missing output, a damaged record and a damaged output apart', () => {
    const reasons = (
      spoil: (cache: CacheFolder, record: ActionRecord) => void,
    ): [unknown, Setting, ActionRecord] => {
      const set = setting();
      const record = ran(set, data);
      spoil(set.cache, record);
      return [(set.survey.look(data, false) as { reasons?: unknown }).reasons, set, record];
    };
    const [noRecord, one, first] = reasons((cache, { key }) => {
      rmSync(cache.record(key));
    });
    expect(noRecord).toEqual([{ kind: 'missing-output', path: one.cache.record(first.key) }]);
    const [noOutput, two, second] = reasons((cache, { output }) => {
      removeTree(cache.output(output.digest));
    });
    expect(noOutput).toEqual([{ kind: 'missing-output', path: two.cache.output(second.output.digest) }]);
    const [record, three, third] = reasons((cache, { key }) => {
      damage(cache.record(key), () => Buffer.alloc(0));
    });
    expect(record).toEqual([{ kind: 'damage', path: three.cache.record(third.key), problem: 'it is empty' }]);
    const [output, four, fourth] = reasons((cache, { output: { digest } }) => {
      damage(join(cache.output(digest), 'x.txt'), flipBit);
    });
    expect(output).toEqual([
      {
        kind: 'damage',
        path: join(four.cache.output(fourth.output.digest), 'x.txt'),
        problem: 'its content changed',
      },
    ]);
    expect([one, two, three, four].map(({ seen }) => seen)).toEqual([
      [],
      ['data damaged-output'],
      ['data damaged-record'],
      ['data damaged-output'],
    ]);
  });

  it('finds a dropped output stale where a folder lacks it, and what was made from it up to date', () => {
    const set = setting();
    const folder = join(set.cache.root, '../reports');
    const made = ran(set, data);
    writeRecord(set.cache, { ...made, dropped: true });
    removeTree(set.cache.output(made.output.digest));
    const { key, fields, sources } = set.resolver.resolve(train, () => made.output.digest);
    recordAction(set.cache, fields, { y: '' }, { instance: 'train', sources });
    const publishing = { ...data, publish: folder };
    expect(set.survey.look(publishing, false)).toMatchObject({
      state: 'stale',
      reasons: [{ kind: 'dropped-unpublished', folder }],
    });
    expect(set.survey.look(train, false)).toMatchObject({ state: 'hit', resolved: { key } });
    expect(set.survey.look({ ...train, params: { other: 1 } }, false)).toEqual({
      state: 'pending',
      upstream: ['data'],
    });
    expect(set.survey.look(data, false)).toMatchObject({ state: 'hit' });
  });

  it('says what moved even where the new key is in the cache', () => {
    const set = setting();
    ran(set, { ...data, params: { width: 3 } });
    ran(set, data);
    const back = { ...data, params: { width: 3 } };
    const finding = set.survey.look(back, false);
    if (finding.state !== 'hit') throw new Error('a hit was expected');
    expect(set.survey.whatMoved(back, finding.resolved)).toEqual([
      { kind: 'parameter', path: 'width', new: 3 },
    ]);
    expect(
      set.survey.whatMoved(
        data,
        set.resolver.resolve(data, () => finding.entry.output),
      ),
    ).toEqual([]);
  });
});
