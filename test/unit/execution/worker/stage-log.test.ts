import { closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StageLog } from '../../../../src/execution/worker/stage-log.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('writes each line at once, below a title with the time', () => {
  const path = join(temporaryFolder(), 'logs/train/train.log');
  const log = new StageLog(path, 'train attempt 1');
  log.line('iteration 1');
  log.write('no break');
  log.write(new Uint8Array([0x21, 0x0a]));
  expect(readFileSync(path, 'utf8')).toMatch(
    /^--- \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z train attempt 1\niteration 1\nno break!\n$/,
  );
  log.close();
});

it('keeps what earlier attempts wrote', () => {
  const path = join(temporaryFolder(), 'train.log');
  for (const attempt of [1, 2]) {
    const log = new StageLog(path, `attempt ${attempt}`);
    log.close();
  }
  expect(
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.slice(29)),
  ).toEqual(['attempt 1', 'attempt 2', '']);
});

it('loses a line rather than the stage where it cannot write', () => {
  const path = join(temporaryFolder(), 'train.log');
  const log = new StageLog(path, 'train');
  const before = readFileSync(path, 'utf8');
  closeSync(log.descriptor);
  log.line('lost');
  expect(readFileSync(path, 'utf8')).toBe(before);
});
