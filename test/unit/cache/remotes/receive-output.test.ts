import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesIn } from '../../../../src/cache/files/names-in.ts';
import { receiveOutput } from '../../../../src/cache/remotes/receive-output.ts';
import type { RemoteEntry } from '../../../../src/cache/remotes/remote-entry.ts';
import { objectServer } from '../../../object-server.ts';
import { objectPath, quiet, remoteAt, sampleResult } from '../../../remote-result.ts';
import { temporaryCache } from '../../../temporary-cache.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';

async function open(files?: Record<string, string>) {
  const { record, entries, folder } = sampleResult(files);
  const server = await objectServer();
  const remote = remoteAt(server);
  await remote.send(record, entries, folder, quiet);
  const entry = (await remote.find(record.key))!;
  const cache = temporaryCache();
  let got = 0;
  const receive = (from: RemoteEntry = entry) =>
    receiveOutput(remote.store, cache, from, {
      staging: cache.stagingOf('test', 1),
      got: (bytes) => {
        got += bytes;
      },
      onlyIfWorth: true,
    });
  return { server, cache, record, entry, receive, got: () => got };
}

describe('receiveOutput', () => {
  it('brings an output here, equal contents to all their places', async () => {
    const files = {
      a: 'one',
      'sub/b': 'one',
      c: 'two',
      empty: '',
      large: 'x'.repeat(1e5),
      twin: 'x'.repeat(1e5),
    };
    const { cache, record, receive, got, server } = await open(files);
    const { manifest } = await receive();
    expect(manifest.digest).toBe(record.output.digest);
    for (const [path, text] of Object.entries(files))
      expect(readFileSync(join(cache.output(manifest.digest), path), 'utf8')).toBe(text);
    expect(got()).toBe(6 + 1e5);
    expect(server.count('GET')).toBe(2 + 1 + 1);
    expect(namesIn(cache.staging)).toEqual([]);
  });

  it.each([
    ['it is not there', undefined],
    ['its content has the sha256', (pack: Buffer) => Buffer.concat([pack, pack])],
  ])('refuses a pack of which it must say: %s', async (problem, change) => {
    const { server, cache, receive } = await open();
    const path = objectPath(server, (_, content) => content.equals(Buffer.from('onetwo')));
    if (change === undefined) server.objects.delete(path);
    else server.objects.set(path, change(server.objects.get(path)!));
    await expect(receive()).rejects.toThrow(problem);
    expect([namesIn(cache.outputs), namesIn(cache.staging)]).toEqual([[], []]);
  });

  it('refuses a pack that is not what the record says of it, though it has its digest', async () => {
    const { server, receive, entry } = await open();
    const odd = Buffer.from('twoone');
    server.objects.set(`/cas/${sha256(odd)}`, odd);
    const pack = { ...entry.packs[0]!, sha256: sha256(odd) };
    await expect(receive({ ...entry, packs: [pack] })).rejects.toThrow(
      `its part ${sha256('one')} is something else`,
    );
    const longer = Buffer.from('onetwothree');
    server.objects.set(`/cas/${sha256(longer)}`, longer);
    const more = { ...entry.packs[0]!, sha256: sha256(longer) };
    await expect(receive({ ...entry, packs: [more] })).rejects.toThrow('it holds more than its record says');
    const twice = { ...entry.packs[0]!, files: [...entry.packs[0]!.files, sha256('one')] };
    await expect(receive({ ...entry, packs: [twice] })).rejects.toThrow('is something else');
  });
});
