import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { StageCheckpoints } from '../../../../src/execution/stage/stage-checkpoints.ts';
import { jobFor } from '../../../stage-job.ts';
import { temporaryCache } from '../../../temporary-cache.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('fills one folder after the other, and knows where the last one lies', async () => {
  const job = jobFor(temporaryCache(), '/none');
  const fill = join(temporaryFolder(), 'new');
  const handed: string[] = [];
  const kept = [undefined, '/kept/2'];
  const checkpoints = new StageCheckpoints(job, { fill, last: '/kept/0' }, (folder) => {
    handed.push(readFileSync(join(folder, 'step'), 'utf8'));
    const [folderNow] = kept.splice(0, 1);
    checkpoints.answered({ type: 'saved', ...(folderNow !== undefined && { folder: folderNow }) });
  });
  expect([checkpoints.resumed, checkpoints.load(), checkpoints.resumed]).toEqual([false, '/kept/0', true]);
  const save = async (step: string): Promise<string> => {
    await checkpoints.save((folder) => {
      writeFileSync(join(folder, 'step'), step);
    });
    return checkpoints.load()!;
  };
  // The first one was copied, the second one moved.
  expect([await save('1'), await save('2'), handed]).toEqual([join(fill, '1'), '/kept/2', ['1', '2']]);
  expect(existsSync(join(fill, '1'))).toBe(false);
});

it('has resumed nothing where the stage loads its own checkpoint', async () => {
  const job = jobFor(temporaryCache(), '/none');
  const checkpoints = new StageCheckpoints(job, { fill: join(temporaryFolder(), 'new') }, () => {
    checkpoints.answered({ type: 'saved' });
  });
  await checkpoints.save(() => undefined);
  expect(checkpoints.load()).toBeDefined();
  expect(checkpoints.resumed).toBe(false);
});

it('throws what the worker says where one cannot be kept', async () => {
  const job = jobFor(temporaryCache(), '/none');
  const checkpoints = new StageCheckpoints(job, { fill: join(temporaryFolder(), 'new') }, () => {
    checkpoints.answered({ type: 'saved', error: { code: 'disk-full', message: 'no space' } });
  });
  await expect(checkpoints.save(() => undefined)).rejects.toThrow('no space');
  expect(checkpoints.load()).toBeUndefined();
});

it('keeps none of a run that is compared', async () => {
  const compared = { ...jobFor(temporaryCache(), '/none'), compareWith: sha256('') };
  const checkpoints = new StageCheckpoints(compared, { fill: '/none' }, () => {
    throw new Error('handed over');
  });
  await checkpoints.save(() => {
    throw new Error('written');
  });
  expect(checkpoints.load()).toBeUndefined();
});
