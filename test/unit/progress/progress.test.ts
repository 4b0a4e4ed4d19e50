import { describe, expect, it } from 'vitest';
import { createProgress, type ProgressStyle } from '../../../src/progress/progress.ts';
import type { RunEvent } from '../../../src/execution/event.ts';
import { finished, hit, started } from '../../run-event.ts';

async function shown(style: ProgressStyle, events: RunEvent[]): Promise<string> {
  let text = '';
  const progress = createProgress(style, new Map([['train', 1]]), (added) => (text += added));
  for (const event of events) progress.listen(event);
  await progress.end();
  return text;
}

describe('createProgress', () => {
  it('writes every event as one line of JSON', async () => {
    const events = [started('train'), finished('train', 5)];
    const text = await shown('json', events);
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(events);
  });

  it('shows nothing at all of a run with only hits, on a terminal and in a file', async () => {
    expect(await shown('tree', [hit('train')])).toBe('');
    expect(await shown('lines', [hit('train')])).toBe('');
  });

  it('lets a terminal obey nothing that a stage says', async () => {
    const warning: RunEvent = {
      ...started('train'),
      type: 'instance-warning',
      message: 'a\u001b[2Jb',
    } as never;
    expect(await shown('lines', [warning])).toMatch(/ train: a␛\[2Jb\n$/);
  });

  it('writes lines into a file', async () => {
    expect(await shown('lines', [started('train'), finished('train', 5)])).toMatch(
      /^\d\d:\d\d:\d\d train done in 0\.01 s\n$/,
    );
  });
});
