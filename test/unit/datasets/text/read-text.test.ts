import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readText } from '../../../../src/datasets/text/read-text.ts';
import { collect } from '../../../collect.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('readText unpacks and decodes, and says how much of the file was read', async () => {
  const path = join(temporaryFolder(), 'a.csv.gz');
  const packed = gzipSync(Buffer.from('größe\n', 'latin1'));
  writeFileSync(path, packed);
  const read: number[] = [];
  const settings = {
    encoding: 'windows-1252',
    advice: 'put it there',
    listener: (bytes: number) => read.push(bytes),
  };
  const pieces = await collect(readText({ path, name: 'a.csv.gz' }, settings));
  expect(pieces.join('')).toBe('größe\n');
  expect(read.at(-1)).toBe(packed.length);
});
