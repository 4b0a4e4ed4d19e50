import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../src/cache/files/digest.ts';
import type { ListedObject, Receiver, RemoteStore } from '../src/cache/remotes/stores/remote-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What arrived, from which byte on. */
export function collector(offset = 0): Receiver & { bytes: () => Buffer; begun: number[] } {
  let pieces: Uint8Array[] = [];
  const begun: number[] = [];
  return {
    offset,
    begun,
    begin(at) {
      begun.push(at);
      pieces = [];
    },
    piece(bytes) {
      pieces.push(Buffer.from(bytes));
    },
    bytes: () => Buffer.concat(pieces),
  };
}

/** What every store does. */
export function describeStore(
  name: string,
  open: () => Promise<RemoteStore> | RemoteStore,
  { largeBytes = 300_000 }: { largeBytes?: number } = {},
): void {
  describe(name, () => {
    const bytes = Buffer.from('some content');
    const digest = sha256(bytes);
    const body = { bytes, sha256: digest };

    it('keeps a small object, and says so of what is not there', async () => {
      const store = await open();
      expect(await store.get(`ac/${digest}`, 1000)).toBeUndefined();
      expect(await store.sizeOf(`ac/${digest}`)).toBeUndefined();
      expect(await store.receive(`cas/${digest}`, collector())).toBe(false);
      expect(await store.put(`ac/${digest}`, body, true)).toBe(true);
      expect(await store.get(`ac/${digest}`, 1000)).toEqual(bytes);
      expect(await store.sizeOf(`ac/${digest}`)).toBe(bytes.length);
      await expect(store.get(`ac/${digest}`, 5)).rejects.toThrow('an object is larger than 5 bytes');
    });

    it('keeps the first where it can, and is right about whether it did', async () => {
      const store = await open();
      const other = Buffer.from('other content');
      await store.put(`ac/${digest}`, body, true);
      const won = await store.put(`ac/${digest}`, { bytes: other, sha256: sha256(other) }, true);
      expect(won).toBe(!store.conditional);
      expect(await store.get(`ac/${digest}`, 1000)).toEqual(won ? other : bytes);
      expect(await store.put(`ac/${digest}`, body, false)).toBe(true);
      expect(await store.get(`ac/${digest}`, 1000)).toEqual(bytes);
    });

    it('sends a file and receives it, whole or from a byte on', async () => {
      const store = await open();
      const large = Buffer.alloc(largeBytes, 'abcdefg');
      const file = join(temporaryFolder(), 'large');
      writeFileSync(file, large);
      const path = `cas/${sha256(large)}` as const;
      let sent = 0;
      const count = (more: number): void => {
        sent += more;
      };
      await store.put(path, { file, sizeBytes: large.length, sha256: sha256(large) }, false, count);
      expect(sent).toBe(large.length);
      const whole = collector();
      expect(await store.receive(path, whole)).toBe(true);
      expect(whole.bytes().equals(large)).toBe(true);
      const rest = collector(large.length - 10);
      expect(await store.receive(path, rest)).toBe(true);
      expect(rest.begun).toEqual([large.length - 10]);
      expect(rest.bytes()).toEqual(large.subarray(-10));
    });

    it('keeps an empty file', async () => {
      const store = await open();
      const file = join(temporaryFolder(), 'empty');
      writeFileSync(file, '');
      await store.put(`cas/${sha256('')}`, { file, sizeBytes: 0, sha256: sha256('') }, false);
      expect(await store.sizeOf(`cas/${sha256('')}`)).toBe(0);
    });

    it('forgets an object, and one that is not there', async () => {
      const store = await open();
      await store.put(`ac/${digest}`, body, false);
      await store.remove(`ac/${digest}`);
      await store.remove(`ac/${digest}`);
      expect(await store.get(`ac/${digest}`, 1000)).toBeUndefined();
    });

    it('lists what it holds, where it can', async () => {
      const store = await open();
      if (store.list === undefined) return;
      await store.put(`ac/${digest}`, body, false);
      await store.put(`cas/${digest}`, body, false);
      const listed: ListedObject[] = [];
      for await (const object of store.list()) listed.push(object);
      expect(listed.map(({ path }) => path)).toEqual(
        expect.arrayContaining([`ac/${digest}`, `cas/${digest}`]),
      );
      const object = listed.find(({ path }) => path === `ac/${digest}`)!;
      expect(object.sizeBytes).toBe(bytes.length);
      expect(Math.abs(object.changedMs - Date.now())).toBeLessThan(60_000);
    });
  });
}
