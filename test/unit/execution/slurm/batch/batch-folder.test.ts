import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import { BatchFolder, type BatchRecord } from '../../../../../src/execution/slurm/batch/batch-folder.ts';
import type { NodeTask } from '../../../../../src/execution/slurm/batch/node-job.ts';
import { damage, flipBit } from '../../../../temporary-cache.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

const RECORD: BatchRecord = {
  format: 1,
  token: 'train-1',
  cluster: 'eos',
  user: 'ann',
  request: { threads: 1, exclude: [] },
  tasks: [[{ instance: 'train[a=1]', stage: 'train', key: sha256('1') }], []],
};

function written(): BatchFolder {
  const folder = new BatchFolder(join(temporaryFolder(), 'train-1'));
  const tasks = [0, 1].map((index): NodeTask => ({ index, jobs: [] }));
  folder.write(RECORD, tasks, '#!/bin/sh\n');
  return folder;
}

describe('BatchFolder', () => {
  it('holds what is to be done, and by which job', () => {
    const folder = written();
    expect(folder.record()).toEqual(RECORD);
    expect(folder.task(1)).toEqual({ index: 1, jobs: [] });
    expect(folder.task(2)).toBeUndefined();
    expect(folder.job).toBeUndefined();
    folder.submitted('42');
    expect(folder.job).toBe('42');
  });

  it('knows who waits for the results, and where a task runs', () => {
    const folder = written();
    const owner = { session: 's', pid: 1, host: 'login', space: 'x' };
    expect(folder.controller).toBeUndefined();
    folder.claim(owner);
    expect(folder.controller).toEqual(owner);
    folder.begin(0, { job: '42', node: 'n1' });
    expect(folder.begun(0)).toEqual({ job: '42', node: 'n1' });
    expect(folder.begun(1)).toBeUndefined();
  });

  it('takes a result that was written as a whole, and no other', () => {
    const folder = written();
    expect(folder.result(0, 0)).toBeUndefined();
    folder.writeResult(0, 0, { type: 'crashed', exitCode: 7 });
    expect(folder.names()).toContain(folder.resultName(0, 0));
    expect(folder.result(0, 0)).toEqual({ type: 'crashed', exitCode: 7 });
    damage(join(folder.path, folder.resultName(0, 0)), flipBit);
    expect(folder.result(0, 0)).toBeUndefined();
  });

  it('reads news from where it stopped, line by line', () => {
    const folder = written();
    expect(folder.news(0, 0, 0)).toEqual({ news: [], end: 0 });
    folder.tell(0, 0, { type: 'checkpoint' });
    const first = folder.news(0, 0, 0);
    expect(first.news).toEqual([{ type: 'checkpoint' }]);
    const path = join(folder.path, folder.newsName(0, 0));
    appendFileSync(path, '{"type":"war');
    expect(folder.news(0, 0, first.end)).toEqual({ news: [], end: first.end });
    appendFileSync(path, 'ning","message":"é"}\nnonsense\n');
    expect(folder.news(0, 0, first.end).news).toEqual([{ type: 'warning', message: 'é' }]);
  });

  it('says what Slurm wrote, and that it wrote nothing at all', () => {
    const folder = written();
    expect(folder.said(0)).toBeUndefined();
    writeFileSync(folder.output(0), 'killed\n');
    expect(folder.said(0)).toBe('killed\n');
  });

  it('is wanted until a task is given up, or all of it', () => {
    const folder = written();
    writeFileSync(folder.fenced(1), '');
    expect([0, 1].map((task) => folder.isWanted(task))).toEqual([true, false]);
    rmSync(folder.path, { recursive: true });
    expect(folder.isWanted(0)).toBe(false);
  });
});
