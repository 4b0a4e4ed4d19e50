import { expect, it } from 'vitest';
import { Slots } from '../../../../src/cache/remotes/slots.ts';

it('lets so many go on at a time, in order, also after failures', async () => {
  const slots = new Slots(2);
  const started: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<undefined>());
  const all = gates.map((gate, index) =>
    slots.run(async () => {
      started.push(index);
      await gate.promise;
    }),
  );
  await Promise.resolve();
  expect(started).toEqual([0, 1]);
  gates[1]!.reject(new Error('broken'));
  await expect(all[1]).rejects.toThrow('broken');
  await new Promise(setImmediate);
  expect(started).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve(undefined);
  await Promise.allSettled(all);
  expect(started).toEqual([0, 1, 2, 3]);
});
