import { expect, it } from 'vitest';
import { sendOutput } from '../../../../src/cache/remotes/send-output.ts';
import { objectServer } from '../../../object-server.ts';
import { remoteAt, sampleFiles, sampleResult } from '../../../remote-result.ts';
import { damage, flipBit } from '../../../temporary-cache.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';

const options = { damaged: new Set<never>(), sent: (): void => undefined };

it('sends small files as one pack and large ones alone, and those that are there not again', async () => {
  const { folder, entries } = sampleResult();
  const server = await objectServer();
  const { store } = remoteAt(server);
  const packs = await sendOutput(store, folder, entries, options);
  expect(packs).toEqual([
    { sha256: sha256(sampleFiles.a + sampleFiles['sub/b']), files: [sha256('one'), sha256('two')] },
  ]);
  const large = sha256(sampleFiles.large);
  expect([...server.objects.keys()].sort()).toEqual([`/cas/${packs[0]!.sha256}`, `/cas/${large}`].sort());
  expect(server.count('PUT')).toBe(2);
  await sendOutput(store, folder, entries, options);
  expect(server.count('PUT')).toBe(3);
  // One that is known to be damaged there is sent again.
  await sendOutput(store, folder, entries, { ...options, damaged: new Set([`cas/${large}`] as const) });
  expect(server.count('PUT')).toBe(5);
  expect(await sendOutput(store, folder, entries, { ...options, packing: false })).toEqual([]);
});

it('sends nothing that is damaged here', async () => {
  const { folder, entries } = sampleResult();
  damage(`${folder}/a`, flipBit);
  const { store } = remoteAt(await objectServer());
  await expect(sendOutput(store, folder, entries, options)).rejects.toMatchObject({
    code: 'cache-damaged',
    message: `${folder}/a is damaged and was not sent`,
  });
});
