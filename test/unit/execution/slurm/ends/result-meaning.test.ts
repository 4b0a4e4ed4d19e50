import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import type { NodeResult } from '../../../../../src/execution/slurm/batch/node-job.ts';
import { isVisible, resultMeaning } from '../../../../../src/execution/slurm/ends/result-meaning.ts';
import { fieldsOf, recordAction, temporaryCache } from '../../../../temporary-cache.ts';

const failed = (message: string): NodeResult => ({
  type: 'failed',
  error: { code: 'stage-failed', message },
});

describe('resultMeaning', () => {
  it('takes what a stage did by itself as it is', () => {
    expect(resultMeaning(failed('no'))).toEqual(failed('no'));
    const timeout: NodeResult = { type: 'stopped', why: 'timeout', checkpoint: true };
    expect(resultMeaning(timeout)).toEqual(timeout);
  });

  it('waits for the end of the job where that says what happened', () => {
    for (const result of [
      { type: 'crashed', signal: 'SIGKILL' },
      { type: 'stopped', why: 'interrupt', checkpoint: true },
      { type: 'not-begun' },
      failed('the command ended with exit code 137 (SIGKILL)'),
    ] as NodeResult[])
      expect(resultMeaning(result)).toBeUndefined();
  });

  it('has damaged inputs made again', () => {
    const output = sha256('x');
    const problems = [{ path: 'x.txt', problem: 'its content changed' }];
    expect(resultMeaning({ type: 'verified', damaged: [{ output, problems }], restored: [] })).toEqual({
      type: 'damaged-inputs',
      damaged: new Map([[output, problems]]),
    });
  });

  it('waits for whoever else computes the action', () => {
    const owner = { session: 's', pid: 1, host: 'h', space: 'x' };
    expect(resultMeaning({ type: 'held', owner })).toEqual({
      type: 'stopped',
      why: 'interrupt',
      checkpoint: false,
    });
  });
});

describe('isVisible', () => {
  it('wants the record and the output', () => {
    const cache = temporaryCache();
    const record = recordAction(cache, fieldsOf({ size: 1 }), { 'x.txt': 'x' });
    expect(isVisible(cache, { type: 'stored', record })).toBe(true);
    const output = { ...record.output, digest: sha256('elsewhere') };
    expect(isVisible(cache, { type: 'stored', record: { ...record, output } })).toBe(false);
  });
});
