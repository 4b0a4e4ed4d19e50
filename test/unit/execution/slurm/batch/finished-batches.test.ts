import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Session } from '../../../../../src/cache/sessions/session.ts';
import {
  cleanFinishedBatches,
  isFinished,
} from '../../../../../src/execution/slurm/batch/finished-batches.ts';
import { slurmBatch, slurmEntry } from '../../../../slurm-batch.ts';
import { fieldsOf, recordAction, temporaryCache } from '../../../../temporary-cache.ts';

function written() {
  const cache = temporaryCache();
  const batch = slurmBatch(cache, [[slurmEntry(cache, { size: 1 })]]);
  const made = recordAction(cache, fieldsOf({ size: 1 }), { 'x.txt': 'x' });
  return {
    cache,
    folder: batch.folder,
    record: batch.record,
    stored: { type: 'stored' as const, record: made },
  };
}

describe('isFinished', () => {
  it('wants a result of every instance', () => {
    const { folder, record } = written();
    expect(isFinished(folder, record)).toBe(false);
    folder.writeResult(0, 0, { type: 'not-begun' });
    expect(isFinished(folder, record)).toBe(true);
    expect(isFinished(folder, record, 'stored')).toBe(false);
  });
});

describe('cleanFinishedBatches', () => {
  it('clears away what was stored, and keeps what has something to say', () => {
    const { cache, folder, stored } = written();
    cleanFinishedBatches(cache);
    expect(existsSync(folder.path)).toBe(true);
    folder.writeResult(0, 0, stored);
    cleanFinishedBatches(cache);
    expect(existsSync(folder.path)).toBe(false);
  });

  it('leaves a batch to the process that waits for it', () => {
    const { cache, folder, stored } = written();
    const session = new Session(cache);
    onTestFinished(() => {
      session.close();
    });
    folder.claim(session.owner);
    folder.writeResult(0, 0, stored);
    cleanFinishedBatches(cache);
    expect(existsSync(folder.path)).toBe(true);
  });

  it('clears away what is older than any job', () => {
    const { cache, folder } = written();
    const longAgo = new Date(Date.now() - 61 * 86_400_000);
    utimesSync(join(folder.path, 'batch.json'), longAgo, longAgo);
    cleanFinishedBatches(cache);
    expect(existsSync(folder.path)).toBe(false);
  });
});
