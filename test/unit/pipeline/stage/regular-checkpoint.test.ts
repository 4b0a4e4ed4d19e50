import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { regularCheckpoint } from '../../../../src/pipeline/stage/regular-checkpoint.ts';

function start({ everyMs }: { everyMs: number }) {
  const saved: string[] = [];
  const stop = new AbortController();
  const save = async (write: (folder: string) => Promise<void> | void): Promise<void> => {
    await write('folder');
  };
  const keep = regularCheckpoint(
    { checkpoint: { load: () => undefined, save }, signal: stop.signal },
    everyMs,
  );
  const turn = (name: string): Promise<void> =>
    keep((folder) => {
      saved.push(`${folder}: ${name}`);
    });
  return { saved, stop, turn };
}

it('saves when the last checkpoint is a while ago, and not before', async () => {
  const often = start({ everyMs: -1 });
  await often.turn('first');
  await often.turn('second');
  expect(often.saved).toEqual(['folder: first', 'folder: second']);

  const seldom = start({ everyMs: 1e9 });
  await seldom.turn('first');
  expect(seldom.saved).toEqual([]);
});

it('saves and throws the reason when the stage is told to stop', async () => {
  const { saved, stop, turn } = start({ everyMs: 1e9 });
  await turn('first');
  const reason = new Error('interrupted');
  stop.abort(reason);
  await expect(turn('second')).rejects.toBe(reason);
  expect(saved).toEqual(['folder: second']);
});

it('saves one after the other where several loops come at the same time', async () => {
  const events: string[] = [];
  const save = async (write: (folder: string) => Promise<void> | void): Promise<void> => {
    await write('folder');
    await setTimeout(5);
    events.push('kept');
  };
  const checkpoint = { load: () => undefined, save };
  const keep = regularCheckpoint({ checkpoint, signal: new AbortController().signal }, -1);
  await Promise.all(['one', 'two'].map((name) => keep(() => void events.push(name))));
  expect(events).toEqual(['one', 'kept', 'two', 'kept']);
});

it('hears of a stop that comes in as a message during a computation', async () => {
  const { saved, stop, turn } = start({ everyMs: 1e9 });
  setImmediate(() => {
    stop.abort(new Error('interrupted'));
  });
  await expect(turn('first')).rejects.toThrow('interrupted');
  expect(saved).toEqual(['folder: first']);
});
