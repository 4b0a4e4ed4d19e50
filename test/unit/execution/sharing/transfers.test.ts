import { expect, it } from 'vitest';
import type { RunEventBody } from '../../../../src/execution/event.ts';
import { Transfers } from '../../../../src/execution/sharing/transfers.ts';

it('counts what moves, and tells speed and time left from the last seconds', () => {
  const events: RunEventBody[] = [];
  let now = 0;
  const transfers = new Transfers(
    'sending',
    (event) => events.push(event),
    () => now,
  );
  const one = transfers.begin(1000);
  const two = transfers.begin(0);
  two.expect(3000);
  now = 1000;
  one.moved(500);
  transfers.tell();
  expect(events.at(-1)).toEqual({
    type: 'remote-progress',
    direction: 'sending',
    done: 0,
    total: 2,
    sizeBytes: 500,
    totalBytes: 4000,
    bytesPerSecond: 500,
    remainingMs: 7000,
  });
  // What is sent again, or need not be sent, is not more or less than there is.
  one.moved(5000);
  one.end();
  two.end();
  now = 2000;
  transfers.tell();
  transfers.close();
  expect(events.at(-1)).toMatchObject({ done: 2, sizeBytes: 4000, totalBytes: 4000, remainingMs: 0 });
});
