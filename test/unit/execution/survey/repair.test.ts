import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../../src/cache/actions/action-index.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import type { Restored } from '../../../../src/cache/outputs/output-check.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { lookUp } from '../../../../src/cache/actions/lookup.ts';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import { repairLookup, repairOutput, tellRestored } from '../../../../src/execution/survey/repair.ts';
import { damage, fieldsOf, flipBit, recordAction, temporaryCache } from '../../../temporary-cache.ts';

function repair(cache: CacheFolder, key: ReturnType<typeof sha256>): RunEventBody[] {
  const events: RunEventBody[] = [];
  repairLookup(cache, 'train[seed=1]', lookUp(cache, new ActionIndex(cache), key), (event) =>
    events.push(event),
  );
  return events;
}

function quarantined(cache: CacheFolder, name: string): string {
  return join(cache.quarantine, readdirSync(cache.quarantine)[0]!, name);
}

describe('repairLookup', () => {
  it('has nothing to do for a miss and for a hit', () => {
    const cache = temporaryCache();
    const { key } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    expect(repair(cache, sha256('other'))).toEqual([]);
    expect(repair(cache, key)).toEqual([]);
    expect(existsSync(cache.quarantine)).toBe(false);
  });

  it('moves a damaged record away and names it', () => {
    const cache = temporaryCache();
    const { key } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    damage(cache.record(key), flipBit);
    expect(repair(cache, key)).toEqual([
      {
        type: 'cache-repaired',
        what: 'action-record',
        path: cache.record(key),
        problem: 'its content does not match its checksum',
        action: 'recomputed',
        quarantine: quarantined(cache, `${key}.json`),
        instance: 'train[seed=1]',
      },
    ]);
    expect(existsSync(cache.record(key))).toBe(false);
  });

  it('moves a damaged output away with its manifest, and names every problem', () => {
    const cache = temporaryCache();
    const { key, output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc', 'y.txt': 'd' });
    for (const name of ['x.txt', 'y.txt']) damage(join(cache.output(output.digest), name), flipBit);
    const event = {
      type: 'cache-repaired',
      what: 'output',
      problem: 'its content changed',
      action: 'recomputed',
      instance: 'train[seed=1]',
    };
    const events = repair(cache, key);
    const quarantine = quarantined(cache, output.digest);
    expect(events).toEqual(
      ['x.txt', 'y.txt'].map((name) => ({
        ...event,
        path: join(cache.output(output.digest), name),
        quarantine,
      })),
    );
    expect(existsSync(cache.output(output.digest))).toBe(false);
    expect(existsSync(cache.manifest(output.digest))).toBe(false);
    expect(existsSync(cache.record(key))).toBe(true);
  });

  it('moves the record of what was made from it away, too, where it was damaged by then', () => {
    const cache = temporaryCache();
    const { key, output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    damage(join(cache.output(output.digest), 'x.txt'), flipBit);
    const inputs = { run: [output.digest] };
    const consumer = recordAction(cache, fieldsOf({ a: 1 }, { inputs }), { y: '' }, { instance: 'analyze' });
    expect(repair(cache, key)[0]).toEqual({
      type: 'cache-repaired',
      what: 'action-record',
      path: cache.record(consumer.key),
      problem: `it was made from ${cache.output(output.digest)}, which was damaged by then`,
      action: 'recomputed',
      quarantine: quarantined(cache, `${consumer.key}.json`),
      instance: 'analyze',
    });
  });

  it('says what a hit has set right', () => {
    const cache = temporaryCache();
    const { key, output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    damage(cache.manifest(output.digest), () => Buffer.alloc(0));
    expect(repair(cache, key)).toEqual([
      {
        type: 'cache-repaired',
        what: 'manifest',
        path: cache.manifest(output.digest),
        problem: 'it was damaged and is written anew',
        action: 'restored',
        instance: 'train[seed=1]',
      },
    ]);
  });
});

describe('repairOutput', () => {
  it('names a missing output, which cannot be moved', () => {
    const cache = temporaryCache();
    const { output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    const path = cache.output(output.digest);
    removeTree(path);
    const events: RunEventBody[] = [];
    repairOutput(cache, 'train', output.digest, [{ path, problem: 'it is missing' }], (event) =>
      events.push(event),
    );
    expect(events).toEqual([
      {
        type: 'cache-repaired',
        what: 'output',
        path,
        problem: 'it is missing',
        action: 'recomputed',
        instance: 'train',
      },
    ]);
  });
});

describe('tellRestored', () => {
  it('tells manifests from outputs, and does without an instance', () => {
    const cache = temporaryCache();
    const digest = sha256('x');
    const events: RunEventBody[] = [];
    // The words in a path decide nothing: this project lies in a folder called manifests.
    const restored: Restored[] = [
      { what: 'manifest', path: cache.manifest(digest), problem: 'p' },
      { what: 'output', path: `/manifests/${cache.output(digest)}`, problem: 'p' },
    ];
    tellRestored(restored, (event) => events.push(event));
    expect(events).toEqual([
      { type: 'cache-repaired', ...restored[0], action: 'restored' },
      { type: 'cache-repaired', ...restored[1], action: 'restored' },
    ]);
  });
});
