import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { receiveFile } from '../../../../src/cache/remotes/receive-file.ts';
import { cutAfter, objectServer } from '../../../object-server.ts';
import { remoteAt } from '../../../remote-result.ts';
import { temporaryCache } from '../../../temporary-cache.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const content = Buffer.from('abcdefghij'.repeat(1000));
const digest = sha256(content);

async function open() {
  const server = await objectServer();
  server.objects.set(`/cas/${digest}`, content);
  const cache = temporaryCache();
  const place = join(temporaryFolder(), 'part');
  let got = 0;
  const receive = (wanted = { sha256: digest, sizeBytes: content.length }): Promise<void> =>
    receiveFile(remoteAt(server).store, cache, wanted, place, (bytes) => {
      got += bytes;
    });
  return { server, cache, place, receive, got: () => got };
}

describe('receiveFile', () => {
  it('receives what has the digest', async () => {
    const { place, receive, got } = await open();
    await receive();
    expect(readFileSync(place).equals(content)).toBe(true);
    expect(got()).toBe(content.length);
  });

  it('goes on after a cut connection', async () => {
    const { server, place, receive, got } = await open();
    server.fault = cutAfter(server, 4000, 2);
    await receive();
    expect(readFileSync(place).equals(content)).toBe(true);
    expect(got()).toBe(content.length);
    expect(server.headers.map(({ range }) => range)).toEqual([undefined, 'bytes=4000-', 'bytes=8000-']);
  });

  it('keeps what came before it was cut for good, and goes on from there the next time', async () => {
    const { server, cache, place, receive } = await open();
    server.fault = cutAfter(server, 1000);
    await expect(receive()).rejects.toMatchObject({ fault: 'unreachable' });
    expect(existsSync(place)).toBe(false);
    expect(readFileSync(join(cache.arriving, digest)).length).toBe(3000);
    server.fault = () => false;
    await receive();
    expect(server.headers.at(-1)!.range).toBe('bytes=3000-');
    expect(readFileSync(place).equals(content)).toBe(true);
    expect(readdirSync(cache.arriving)).toEqual([]);
  });

  it('refuses what is missing, longer, shorter or other, and keeps nothing of it', async () => {
    const { server, cache, place, receive } = await open();
    const path = `/cas/${digest}`;
    const odd = async (bytes: Buffer | undefined): Promise<string> => {
      if (bytes === undefined) server.objects.delete(path);
      else server.objects.set(path, bytes);
      const message = await receive().catch((error: unknown) => (error as Error).message);
      expect([existsSync(place), existsSync(cache.arriving)]).toEqual([false, false]);
      return message!;
    };
    expect(await odd(undefined)).toBe('it is not there');
    expect(await odd(Buffer.concat([content, content]))).toBe('it is longer than 10000 bytes');
    expect(await odd(content.subarray(1))).toBe('it has 9999 bytes, expected 10000');
    const flipped = Buffer.from(content);
    flipped[5]! ^= 1;
    expect(await odd(flipped)).toBe(`its content has the sha256 ${sha256(flipped)}`);
  });

  it('begins anew where what is here is not the beginning', async () => {
    const { cache, receive } = await open();
    mkdirSync(cache.arriving);
    writeFileSync(join(cache.arriving, digest), 'something else');
    await expect(receive()).rejects.toThrow('its content has the sha256');
    await receive();
  });

  it('writes to nothing that somebody has put in the place of a beginning', async () => {
    const { cache, place, receive } = await open();
    mkdirSync(cache.arriving);
    const victim = join(temporaryFolder(), 'victim');
    writeFileSync(victim, 'mine');
    for (const put of [symlinkSync, linkSync]) {
      put(victim, join(cache.arriving, digest));
      await receive();
      expect(readFileSync(place).equals(content)).toBe(true);
      expect(readFileSync(victim, 'utf8')).toBe('mine');
      rmSync(place);
    }
  });
});
