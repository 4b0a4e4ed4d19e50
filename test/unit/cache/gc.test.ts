import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../src/cache/actions/action-index.ts';
import type { ActionRecord } from '../../../src/cache/actions/action-record.ts';
import type { CacheFolder } from '../../../src/cache/files/cache-folder.ts';
import { CheckpointStore } from '../../../src/cache/outputs/checkpoint-store.ts';
import { sha256 } from '../../../src/cache/files/digest.ts';
import { type GcOptions, type GcReport, announceCollection, collectGarbage } from '../../../src/cache/gc.ts';
import { logPath } from '../../../src/cache/log-file.ts';
import { livingSessions } from '../../../src/cache/sessions/session.ts';
import { lookUp } from '../../../src/cache/actions/lookup.ts';
import { namesIn } from '../../../src/cache/files/names-in.ts';
import { Session } from '../../../src/cache/sessions/session.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { damage, fieldsOf, recordAction, stage, temporaryCache } from '../../temporary-cache.ts';

/** Makes something look as if it had last changed so many days ago. */
function age(path: string, days = 10): void {
  const time = Date.now() / 1000 - days * 86_400;
  utimesSync(path, time, time);
}

/** An action that was recorded ten days ago, and is in the index. */
function oldAction(cache: CacheFolder, width: number, text = `width ${width}`): ActionRecord {
  const record = recordAction(cache, fieldsOf({ width }), { 'x.txt': text });
  age(cache.record(record.key));
  const index = new ActionIndex(cache);
  lookUp(cache, index, record.key);
  index.set('instance', 'train', record.key);
  index.close();
  return record;
}

function options(more: Partial<GcOptions> = {}): GcOptions {
  return { keep: new Set(), pending: false, keepDays: 7, quarantineDays: 30, ...more };
}

/** Collects as the command does; with `dryRun` it only says what would go. */
function collect(
  cache: CacheFolder,
  { dryRun = false, ...more }: Partial<GcOptions> & { dryRun?: boolean } = {},
): GcReport {
  if (dryRun) return collectGarbage(cache, options(more));
  const session = announceCollection(cache);
  try {
    return collectGarbage(cache, options({ ...more, session }));
  } finally {
    session.close();
  }
}

function busy(cache: CacheFolder, { owner: { pid, host } }: Session): PipelineError {
  return new PipelineError('cache-locked', `process ${pid} on ${host} is using the cache ${cache.root}`, {
    hint: 'Nothing was removed. Run "eos-pipeline gc" again when it has finished.',
  });
}

function exists(cache: CacheFolder, { key, output }: ActionRecord): boolean[] {
  return [cache.record(key), cache.output(output.digest), cache.manifest(output.digest)].map((path) =>
    existsSync(path),
  );
}

describe('collectGarbage', () => {
  it('finds nothing in an empty cache', () => {
    expect(collect(temporaryCache())).toEqual({
      garbage: [],
      freedBytes: 0,
      kept: { records: 0, outputs: 0, sizeBytes: 0 },
    });
  });

  it('removes record, output and manifest of an action that nothing reaches, and says what and how large', () => {
    const cache = temporaryCache();
    const kept = oldAction(cache, 1);
    const gone = oldAction(cache, 2);
    const sizes = [cache.record(gone.key), cache.manifest(gone.output.digest)].map(
      (path) => statSync(path).size,
    );
    expect(collect(cache, { keep: new Set([kept.key]) })).toEqual({
      garbage: [
        { what: 'action-record', path: cache.record(gone.key), sizeBytes: sizes[0], instance: 'train' },
        { what: 'output', path: cache.output(gone.output.digest), sizeBytes: 7 },
        { what: 'manifest', path: cache.manifest(gone.output.digest), sizeBytes: sizes[1] },
      ],
      freedBytes: sizes[0]! + 7 + sizes[1]!,
      kept: { records: 1, outputs: 1, sizeBytes: 7 },
    });
    expect(exists(cache, kept)).toEqual([true, true, true]);
    expect(exists(cache, gone)).toEqual([false, false, false]);
  });

  it('takes the action and the instance that points to it out of the index', () => {
    const cache = temporaryCache();
    const { key } = oldAction(cache, 1);
    collect(cache);
    const index = new ActionIndex(cache);
    expect(index.get('action', key)).toBeUndefined();
    expect(index.get('instance', 'train')).toBeUndefined();
  });

  it('keeps an output that a kept record names, although another record of it goes', () => {
    const cache = temporaryCache();
    const kept = oldAction(cache, 1, 'same bytes');
    const gone = oldAction(cache, 2, 'same bytes');
    collect(cache, { keep: new Set([kept.key]) });
    expect(exists(cache, gone)).toEqual([false, true, true]);
  });

  it('keeps what was made in the last days', () => {
    const cache = temporaryCache();
    const record = oldAction(cache, 1);
    expect(collect(cache, { keepDays: 11 }).garbage).toEqual([]);
    expect(exists(cache, record)).toEqual([true, true, true]);
    const future = Date.now() + 5 * 86_400_000;
    expect(collect(cache, { keepDays: 11, nowMs: future }).garbage).toHaveLength(3);
  });

  it('only says so in a dry run', () => {
    const cache = temporaryCache();
    const record = oldAction(cache, 1);
    const staging = stage(cache, { 'half.txt': 'half' });
    expect(collect(cache, { dryRun: true }).garbage).toHaveLength(3);
    expect(exists(cache, record)).toEqual([true, true, true]);
    expect(existsSync(staging)).toBe(true);
  });

  it('removes an output that no record names, and staging of killed processes', () => {
    const cache = temporaryCache();
    const staging = stage(cache, { 'half.txt': 'half' });
    const record = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    damage(cache.record(record.key), () => Buffer.from('not a record'));
    const { garbage } = collect(cache);
    expect(garbage.map(({ what, instance }) => [what, instance])).toEqual([
      ['action-record', undefined],
      ['output', undefined],
      ['manifest', undefined],
    ]);
    expect(existsSync(staging)).toBe(false);
  });

  it('measures an output without a manifest by its files', () => {
    const cache = temporaryCache();
    const record = oldAction(cache, 1);
    damage(cache.manifest(record.output.digest), () => Buffer.alloc(0));
    const output = collect(cache).garbage.find(({ what }) => what === 'output');
    expect(output).toMatchObject({ sizeBytes: 7 });
  });

  it('keeps the logs of what is reached and has no record: the last word on what failed', () => {
    const cache = temporaryCache();
    const [failed, other] = [sha256('failed'), sha256('other')];
    const logs = [failed, other].map((key) => logPath(cache, 'train', 'train[seed=1]', key));
    const before = logPath(cache, 'train', 'train[seed=1]', sha256('before'));
    for (const [day, log] of [before, ...logs].entries()) {
      mkdirSync(dirname(log), { recursive: true });
      writeFileSync(log, 'why');
      utimesSync(log, day, day);
    }
    const goes = (pending: boolean): string[] =>
      collectGarbage(cache, { keep: new Set([failed]), pending, keepDays: 1, quarantineDays: 1 }).garbage.map(
        ({ path }) => path,
      );
    expect(goes(false).sort()).toEqual([before, logs[1]].sort());
    // The newest may be the last word on what has yet to run: it is what "log" shows.
    expect(goes(true)).toEqual([before]);
  });

  it('removes old pieces of code, logs and quarantine, and keeps new ones and those that a record names', () => {
    const cache = temporaryCache();
    const code = sha256('code');
    const named = recordAction(cache, fieldsOf({}, { code }), { 'x.txt': 'abc' });
    const place = (path: string, old: boolean): string => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, 'text');
      if (old) age(path);
      return path;
    };
    const pieces = (name: string): string => join(cache.code, 'pieces', `${name}.json`);
    const gone = [
      place(pieces(sha256('old code')), true),
      place(join(cache.logs, 'train', 'old.log'), true),
      join(cache.quarantine, '2026-01-01'),
    ];
    place(join(cache.quarantine, '2026-01-01', 'damaged'), true);
    age(join(cache.quarantine, '2026-01-01'), 31);
    const kept = [
      place(pieces(code), true),
      place(pieces(sha256('new code')), false),
      place(join(cache.logs, 'train', 'train.log'), true),
      place(join(cache.logs, 'train', 'new.log'), false),
      place(join(cache.quarantine, '2026-11-24', 'damaged'), false),
    ];
    const { garbage } = collect(cache, { keep: new Set([named.key]) });
    expect(garbage.map(({ what, path }) => [what, path])).toEqual([
      ['code', gone[0]],
      ['log', gone[1]],
      ['quarantine', gone[2]],
    ]);
    expect(gone.map((path) => existsSync(path))).toEqual([false, false, false]);
    expect(kept.every((path) => existsSync(path))).toBe(true);
  });

  it('removes the beginning of a file of a remote that has not gone on for days, and keeps what may go on', () => {
    const cache = temporaryCache();
    mkdirSync(cache.arriving);
    const [old, young] = [sha256('old'), sha256('young')].map((content) => join(cache.arriving, content));
    for (const path of [old!, young!]) writeFileSync(path, 'beginning');
    age(old!);
    expect(collect(cache).garbage).toEqual([{ what: 'half-written', path: old, sizeBytes: 9 }]);
    expect([existsSync(old!), existsSync(young!)]).toEqual([false, true]);
  });

  it('keeps what was set aside for a month, or for as long as it is told', () => {
    const cache = temporaryCache();
    const day = join(cache.quarantine, '2026-11-14');
    mkdirSync(join(day, 'reports'), { recursive: true });
    age(day, 29);
    const quarantined = (more: Partial<GcOptions>): string[] =>
      collect(cache, { dryRun: true, ...more }).garbage.map(({ path }) => path);
    expect(quarantined({ keepDays: 0 })).toEqual([]);
    expect(quarantined({ keepDays: 0, quarantineDays: 28 })).toEqual([day]);
    expect(quarantined({ keepDays: 30, quarantineDays: 28 })).toEqual([]);
    expect(quarantined({ nowMs: Date.now() + 2 * 86_400_000 })).toEqual([day]);
  });

  it('keeps the checkpoints of an interrupted action that the pipeline reaches or may reach, and removes old others', async () => {
    const cache = temporaryCache();
    const [reached, other] = [sha256('reached'), sha256('other')];
    for (const key of [reached, other]) {
      await new CheckpointStore(cache, key).save((folder) => {
        writeFileSync(join(folder, 'state'), 'state');
      });
      age(cache.checkpointsOf(key));
    }
    expect(collect(cache, { pending: true }).garbage).toEqual([]);
    const { garbage } = collect(cache, { keep: new Set([reached]) });
    expect(garbage.map(({ what, path }) => [what, path])).toEqual([
      ['checkpoint', cache.checkpointsOf(other)],
    ]);
    expect(existsSync(cache.checkpointsOf(reached))).toBe(true);
    expect(existsSync(cache.checkpointsOf(other))).toBe(false);
  });

  it('refuses while a process works on the cache, and leaves no session behind', () => {
    const cache = temporaryCache();
    const record = oldAction(cache, 1);
    const session = new Session(cache);
    expect(() => collect(cache)).toThrow(busy(cache, session));
    expect(() => collect(cache, { dryRun: true })).toThrow(busy(cache, session));
    expect(exists(cache, record)).toEqual([true, true, true]);
    session.close();
    expect(collect(cache).garbage).toHaveLength(3);
    expect(namesIn(cache.sessions)).toEqual([]);
  });

  it('gives way to a run that started after the collection was announced', () => {
    const cache = temporaryCache();
    const record = oldAction(cache, 1);
    const session = announceCollection(cache);
    const run = new Session(cache);
    expect(() => collectGarbage(cache, options({ session }))).toThrow(busy(cache, run));
    expect(exists(cache, record)).toEqual([true, true, true]);
    run.close();
    expect(collectGarbage(cache, options({ session })).garbage).toHaveLength(3);
    session.close();
  });

  it('empties the trash of killed processes', () => {
    const cache = temporaryCache();
    mkdirSync(join(cache.trash, 'half-removed'), { recursive: true });
    collect(cache);
    expect(namesIn(cache.trash)).toEqual([]);
  });
});

describe('announceCollection', () => {
  it('announces this process as one that collects, for which runs wait', () => {
    const cache = temporaryCache();
    const session = announceCollection(cache);
    expect(livingSessions(cache)).toEqual([{ ...session.owner, work: 'gc' }]);
    session.close();
  });
});
