import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import type { ActionRecord } from '../../../../src/cache/actions/action-record.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { logPath } from '../../../../src/cache/log-file.ts';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import { type InstanceState, inspectPlan } from '../../../../src/execution/survey/inspect-plan.ts';
import { KeyMaker } from '../../../../src/execution/survey/instance-key.ts';
import type { Plan } from '../../../../src/pipeline/plan/plan.ts';
import { planOf } from '../../../plan.ts';
import { damage, flipBit, recordAction, temporaryCache } from '../../../temporary-cache.ts';

function plan(): Plan {
  return planOf({ data: [], train: ['data'], report: ['train'] });
}

/** Records the first instances of a plan as if they had run. */
function ran(cache: CacheFolder, { instances }: Plan, count: number): ActionRecord[] {
  const index = new ActionIndex(cache);
  const resolver = new KeyMaker(index, new Map());
  const records: ActionRecord[] = [];
  for (const instance of instances.slice(0, count)) {
    const { fields, sources } = resolver.resolve(instance, () => records.at(-1)!.output.digest);
    const more = { instance: instance.id, stage: instance.stage, sources };
    records.push(recordAction(cache, fields, { 'x.txt': instance.id }, more));
    index.set('instance', instance.id, records.at(-1)!.key);
  }
  index.close();
  return records;
}

async function inspect(
  cache: CacheFolder,
  of: Plan,
  options: { force?: boolean; targets?: string[] } = {},
): Promise<Record<string, InstanceState>> {
  const { instances, events } = await inspectPlan(of, { cacheFolder: cache.root, ...options });
  expect(events).toEqual([]);
  return Object.fromEntries(instances.map((state) => [state.instance, state]));
}

describe('inspectPlan', () => {
  it('says of each instance whether it is a hit, has to run or waits', async () => {
    const cache = temporaryCache();
    const [record] = ran(cache, plan(), 1);
    const { data, train, report } = await inspect(cache, plan());
    expect(data).toEqual({
      instance: 'data',
      stage: 'data',
      state: 'hit',
      key: record!.key,
      previousKey: record!.key,
      output: record!.output.digest,
      outputFolder: cache.output(record!.output.digest),
      metrics: { loss: 0.5 },
      durationMs: 1500,
      reasons: [],
      dropped: false,
    });
    expect(train).toMatchObject({ state: 'stale', reasons: [{ kind: 'never-run' }], dropped: false });
    expect(report).toEqual({
      instance: 'report',
      stage: 'report',
      state: 'pending',
      reasons: [{ kind: 'upstream-stale', instances: ['train'] }],
      dropped: false,
    });
  });

  it('says what moved, and shows the output of the last run', async () => {
    const cache = temporaryCache();
    const [record] = ran(cache, plan(), 1);
    const changed = plan();
    Object.assign(changed.instances[0]!, { params: { width: 3 } });
    const { data } = await inspect(cache, changed);
    expect(data).toMatchObject({
      state: 'stale',
      previousKey: record!.key,
      outputFolder: cache.output(record!.output.digest),
      reasons: [{ kind: 'parameter', path: 'width', new: 3 }],
    });
    expect(data!.key).not.toBe(record!.key);
  });

  it('shows only the targets with what they need, and takes forced ones for stale', async () => {
    const cache = temporaryCache();
    ran(cache, plan(), 3);
    const states = await inspect(cache, plan(), { targets: ['train'], force: true });
    expect(Object.values(states).map(({ instance, state, reasons }) => [instance, state, reasons])).toEqual([
      ['data', 'hit', []],
      ['train', 'stale', [{ kind: 'forced' }]],
    ]);
  });

  it('says that a dropped output has to be made again where something needs it', async () => {
    const cache = temporaryCache();
    const [record] = ran(cache, plan(), 1);
    removeTree(cache.output(record!.output.digest));
    recordAction(cache, record!.fields, { 'x.txt': 'data' }, { ...record, dropped: true });
    removeTree(cache.output(record!.output.digest));
    const { data } = await inspect(cache, plan());
    expect(data).toMatchObject({
      state: 'stale',
      dropped: true,
      reasons: [{ kind: 'dropped-output', neededBy: 'train' }],
    });
    expect(data).not.toHaveProperty('outputFolder');
  });

  it('finds the log of the last run', async () => {
    const cache = temporaryCache();
    const [record] = ran(cache, plan(), 1);
    const log = logPath(cache, 'data', 'data', record!.key);
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, '');
    expect((await inspect(cache, plan()))['data']!.log).toBe(log);
  });

  it('repairs nothing', async () => {
    const cache = temporaryCache();
    const [record] = ran(cache, plan(), 1);
    const path = join(cache.output(record!.output.digest), 'x.txt');
    damage(path, flipBit);
    const before = readdirSync(cache.root, { recursive: true }).sort();
    const { data } = await inspect(cache, plan());
    expect(data).toMatchObject({
      state: 'stale',
      reasons: [{ kind: 'damage', path, problem: 'its content changed' }],
    });
    expect(readdirSync(cache.root, { recursive: true }).sort()).toEqual(before);
    expect(existsSync(cache.quarantine)).toBe(false);
  });
});
