import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Session } from '../../../../src/cache/sessions/session.ts';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import { waitForGc } from '../../../../src/execution/survey/wait-for-gc.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('waits while a process collects garbage, and says so once', async () => {
  const cache = temporaryCache();
  const run = new Session(cache);
  const gc = new Session(cache, 'gc');
  const events: RunEventBody[] = [];
  let over = false;
  const waiting = waitForGc(cache, (event) => events.push(event)).then(() => (over = true));
  await setTimeout(250);
  expect(over).toBe(false);
  const { pid, host } = gc.owner;
  expect(events).toEqual([{ type: 'waiting-for-gc', owner: { pid, host } }]);
  gc.close();
  await waiting;
  expect(events).toHaveLength(1);
  run.close();
});

it('does not wait for another run', async () => {
  const cache = temporaryCache();
  const run = new Session(cache);
  const events: RunEventBody[] = [];
  await waitForGc(cache, (event) => events.push(event));
  expect(events).toEqual([]);
  run.close();
});
