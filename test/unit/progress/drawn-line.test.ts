import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { DrawnLine } from '../../../src/progress/drawn-line.ts';
import { captured } from '../../captured.ts';

beforeEach(() => {
  vi.stubEnv('TERM', 'xterm');
});

async function drawn(options: { json?: boolean }, onTerminal: boolean): Promise<string> {
  const before = process.stdout.isTTY;
  process.stdout.isTTY = onTerminal;
  onTestFinished(() => {
    process.stdout.isTTY = before;
  });
  const { text } = await captured(() => {
    const line = new DrawnLine(options);
    line.draw(() => 'one \u001B[2Jof two');
    line.draw(() => 'drawn too soon');
    line.clear();
    return 0;
  });
  return text;
}

it('is drawn over itself on a terminal, not too often, and obeys nothing that it shows', async () => {
  expect(await drawn({}, true)).toBe('\r\u001B[Kone ␛[2Jof two\r\u001B[K');
});

it('is not there without a terminal, or where a program reads', async () => {
  expect([await drawn({}, false), await drawn({ json: true }, true)]).toEqual(['', '']);
});

it('is not there on a terminal that does not move its cursor', async () => {
  vi.stubEnv('TERM', 'dumb');
  expect(await drawn({}, true)).toBe('');
});
