import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ActionEntry, ActionIndex, indexEntry } from '../../../../src/cache/actions/action-index.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { type Manifest, readManifest } from '../../../../src/cache/outputs/manifest.ts';
import { signatureAt } from '../../../../src/cache/files/signature.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { fieldsOf, recordAction, store, temporaryCache } from '../../../temporary-cache.ts';

const a = 'a'.repeat(64) as Digest;
const b = 'b'.repeat(64) as Digest;

function entryWith(output: Digest): ActionEntry {
  return {
    instance: 'train',
    output,
    files: 1,
    sizeBytes: 3,
    metrics: { loss: 0.5 },
    durationMs: 7,
    log: 'logs/train/train.log',
    record: [1, 2, 3, 4, 5],
  };
}

/** An index file in which each of three instances has a line. */
function cacheWithLines(): { cache: CacheFolder; lines: string[] } {
  const cache = temporaryCache();
  const index = new ActionIndex(cache);
  for (const name of ['one', 'two', 'three']) index.set('instance', name, a);
  index.flush();
  return { cache, lines: readFileSync(cache.index!, 'utf8').split('\n').slice(0, -1) };
}

describe('ActionIndex', () => {
  it('starts empty where there is no file', () => {
    const index = new ActionIndex(temporaryCache());
    expect(index.damagedLines).toBe(0);
    expect(index.entries('action').size).toBe(0);
  });

  it('gives the next process what was set, the last value of each name', () => {
    const cache = temporaryCache();
    const first = new ActionIndex(cache);
    first.set('instance', 'train', a);
    first.set('instance', 'train', b);
    first.set('action', a, entryWith(b));
    first.set('publication', '/reports', { output: a, signature: b });
    first.set('input', '/data.csv', { digest: a, signature: b, settled: true });
    first.flush();
    const second = new ActionIndex(cache);
    expect(second.get('instance', 'train')).toBe(b);
    expect(second.get('action', a)).toEqual(entryWith(b));
    expect(second.get('publication', '/reports')).toEqual({ output: a, signature: b });
    expect(second.get('input', '/data.csv')).toEqual({ digest: a, signature: b, settled: true });
  });

  it('forgets what was deleted, in the next process too', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    index.set('instance', 'train', a);
    index.delete('instance', 'train');
    index.delete('instance', 'never there');
    index.flush();
    expect(index.get('instance', 'train')).toBeUndefined();
    expect(new ActionIndex(cache).get('instance', 'train')).toBeUndefined();
    expect(readFileSync(cache.index!, 'utf8').split('\n')).toHaveLength(3);
  });

  it('writes nothing before flush, and each line once', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    index.set('instance', 'train', a);
    expect(new ActionIndex(cache).get('instance', 'train')).toBeUndefined();
    index.flush();
    index.flush();
    expect(readFileSync(cache.index!, 'utf8').split('\n')).toHaveLength(2);
  });

  it('keeps the lines of another process that writes at the same time', () => {
    const cache = temporaryCache();
    const [first, second] = [new ActionIndex(cache), new ActionIndex(cache)];
    first.set('instance', 'first', a);
    second.set('instance', 'second', b);
    first.flush();
    second.flush();
    expect([...new ActionIndex(cache).entries('instance')]).toEqual([
      ['first', a],
      ['second', b],
    ]);
  });

  it('counts a damaged line and believes the others', () => {
    const { cache, lines } = cacheWithLines();
    writeFileSync(cache.index!, `${lines[0]}\n${lines[1]!.replace('two', 'too')}\n${lines[2]}\n`);
    const index = new ActionIndex(cache);
    expect(index.damagedLines).toBe(1);
    expect([...index.entries('instance').keys()]).toEqual(['one', 'three']);
  });

  it('counts a line that a killed process wrote half of, and starts the next one on a line of its own', () => {
    const { cache, lines } = cacheWithLines();
    writeFileSync(cache.index!, `${lines[0]}\n${lines[1]!.slice(0, 30)}`);
    const index = new ActionIndex(cache);
    expect(index.damagedLines).toBe(1);
    index.set('instance', 'four', b);
    index.flush();
    expect([...new ActionIndex(cache).entries('instance').keys()]).toEqual(['one', 'four']);
  });

  it('counts lines of bytes that were never text', () => {
    const { cache } = cacheWithLines();
    appendFileSync(cache.index!, Buffer.from([0, 0, 0, 10, 255, 254, 10]));
    const index = new ActionIndex(cache);
    expect(index.damagedLines).toBe(2);
    expect(index.entries('instance').size).toBe(3);
  });

  it('rids the file of damaged lines when it closes', () => {
    const { cache, lines } = cacheWithLines();
    appendFileSync(cache.index!, 'rubbish\n');
    new ActionIndex(cache).close();
    expect(readFileSync(cache.index!, 'utf8')).toBe(`${lines.join('\n')}\n`);
  });

  it('rids the file of lines that say nothing any more when there are many', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    for (let turn = 0; turn < 2100; turn++)
      index.set('instance', `train[seed=${turn % 10}]`, turn % 2 ? a : b);
    index.close();
    expect(readFileSync(cache.index!, 'utf8').split('\n')).toHaveLength(11);
    expect(new ActionIndex(cache).entries('instance')).toEqual(index.entries('instance'));
  });

  it('appends when it closes where most lines still say something', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    index.set('instance', 'train', a);
    index.set('instance', 'train', b);
    index.close();
    expect(readFileSync(cache.index!, 'utf8').split('\n')).toHaveLength(3);
  });

  it('goes on where the file cannot be written: the records are the truth', () => {
    const cache = temporaryCache();
    const index = new ActionIndex(cache);
    rmSync(cache.root, { recursive: true });
    index.set('instance', 'train', a);
    index.flush();
    expect(index.get('instance', 'train')).toBe(a);
    mkdirSync(cache.root);
    index.set('instance', 'train', b);
    index.flush();
    expect(new ActionIndex(cache).get('instance', 'train')).toBe(b);
  });

  it('names the path that cannot be read', () => {
    const cache = temporaryCache();
    mkdirSync(cache.index!);
    expect(() => new ActionIndex(cache)).toThrow(
      new PipelineError(
        'file-system',
        `reading the index of the cache failed, a folder is where a file is expected (EISDIR): ${cache.index!}`,
        {
          hint: 'Move the folder away, or name a file; then run the same command again.',
        },
      ),
    );
  });

  it('knows which actions made an output, those set later included', () => {
    const index = new ActionIndex(temporaryCache());
    index.set('action', a, entryWith(a));
    expect([...index.makersOf(a)]).toEqual([a]);
    index.set('action', b, entryWith(a));
    expect([...index.makersOf(a)]).toEqual([a, b]);
    expect([...index.makersOf(b)]).toEqual([]);
  });
});

describe('indexEntry', () => {
  it('keeps what a run without work needs of a record, with the signatures of a small tree', () => {
    const cache = temporaryCache();
    const record = recordAction(cache, fieldsOf({}), { 'data/x.txt': 'abc' });
    const manifest = readManifest(cache, record.output.digest);
    if (manifest.state !== 'read') throw new Error('a manifest was expected');
    const folder = cache.output(record.output.digest);
    expect(indexEntry(cache, record, manifest.content)).toEqual({
      instance: 'train',
      output: record.output.digest,
      files: 1,
      sizeBytes: 3,
      metrics: { loss: 0.5 },
      durationMs: 1500,
      log: 'logs/train/train.log',
      record: signatureAt(cache.record(record.key)),
      tree: ['', 'data', 'data/x.txt'].map((path) => [path, ...signatureAt(`${folder}/${path}`)!]),
    });
  });

  it('leaves a tree of 40 or more paths to its manifest', () => {
    const cache = temporaryCache();
    const record = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    const manifest = store(cache, { 'x.txt': 'abc' });
    const large = (count: number): Manifest => ({
      ...manifest,
      entries: Array.from({ length: count }, () => manifest.entries[0]!),
    });
    expect(indexEntry(cache, record, large(39))).toHaveProperty('tree');
    expect(indexEntry(cache, record, large(40))).not.toHaveProperty('tree');
  });

  it('says that an output was dropped', () => {
    const cache = temporaryCache();
    const record = recordAction(cache, fieldsOf({}), {}, { dropped: true });
    expect(indexEntry(cache, record, undefined)).toMatchObject({ dropped: true });
  });

  it('makes none where the record is gone', () => {
    const cache = temporaryCache();
    const record = recordAction(cache, fieldsOf({}), {});
    rmSync(cache.record(record.key));
    expect(indexEntry(cache, record, undefined)).toBeUndefined();
  });
});
