import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startStage } from '../../../../src/execution/worker/start-stage.ts';
import { workingFolder } from '../../../../src/execution/working-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('starts a process in an empty folder of its own that writes to the log, and says how it ended', async () => {
  const cache = temporaryCache();
  const job = jobFor(cache, join(cache.root, 'none.js'));
  mkdirSync(cache.root, { recursive: true });
  const path = join(cache.root, 'log');
  const log = openSync(path, 'a');
  const { process: child, ended } = startStage(job, { environment: process.env, log });
  closeSync(log);
  expect(readdirSync(workingFolder(job.staging))).toEqual([]);
  // It has no such file to load.
  child.send({ type: 'start', job, file: join(cache.root, 'none.js'), checkpoints: { fill: '/none' } });
  expect((await once(child, 'message'))[0]).toMatchObject({
    type: 'failed',
    error: { code: 'bad-stage-file' },
  });
  child.kill('SIGTERM');
  child.kill('SIGKILL');
  expect(await ended).toEqual({ signal: 'SIGKILL' });
  expect(readFileSync(path, 'utf8')).toBe('');
});

it('throws where no process can be started', () => {
  const job = jobFor(temporaryCache(), '/none');
  const environment = { BIG: 'x'.repeat(3 << 20) };
  expect(() => startStage(job, { environment, log: 2 })).toThrow('E2BIG');
});
