import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { zipEntries } from '../../../../../src/datasets/import/arrays/zip-entries.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

const archive = zipSync({ a: Buffer.from('first'), b: [Buffer.from('second'), { level: 0 }] });

function saved(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'x.zip');
  writeFileSync(path, bytes);
  return path;
}

async function content(bytes: Uint8Array, name: string): Promise<string> {
  const { sources } = await zipEntries(saved(bytes), 'my.zip', () => true);
  const pieces: Uint8Array[] = [];
  for await (const piece of sources.get(name)!.open()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('zipEntries', () => {
  it('lists the entries and reads those that are wanted, packed or not', async () => {
    const { held, sources } = await zipEntries(saved(archive), 'my.zip', (name) => name === 'b');
    expect(held).toEqual(['a', 'b']);
    expect([...sources.keys()]).toEqual(['b']);
    expect(sources.get('b')).toMatchObject({ name: 'my.zip: b', sizeBytes: 6 });
    expect(await content(archive, 'a')).toBe('first');
    expect(await content(archive, 'b')).toBe('second');
  });

  it('names the archive where an entry is damaged', async () => {
    const damaged = Buffer.from(archive);
    damaged[damaged.indexOf('second')]! ^= 1;
    await expect(content(damaged, 'b')).rejects.toThrow(
      new DataError(
        'my.zip is damaged: the content of b does not match its checksum (CRC-32); copy or save it again',
      ),
    );
  });

  it('refuses encrypted entries and unknown packings', async () => {
    const directory = Buffer.from(archive).lastIndexOf('PK\x01\x02');
    const encrypted = Buffer.from(archive);
    encrypted[encrypted.indexOf('PK\x01\x02') + 8]! |= 1;
    await expect(content(encrypted, 'a')).rejects.toThrow(
      new DataError(
        'my.zip: a is encrypted, expected stored or deflated: save it again with numpy.savez, or pack it again with zip',
      ),
    );
    const odd = Buffer.from(archive);
    odd[directory + 10] = 14;
    await expect(content(odd, 'b')).rejects.toThrow(
      new DataError(
        'my.zip: b is packed by method 14, expected stored or deflated: save it again with numpy.savez, or pack it again with zip',
      ),
    );
  });

  it('refuses what is no archive', async () => {
    await expect(zipEntries(saved(Buffer.from('text')), 'my.zip', () => true)).rejects.toThrow(
      /^my\.zip cannot be read as a zip archive \(.+\): it was cut short or damaged, or is of another format; save it again$/,
    );
  });
});
