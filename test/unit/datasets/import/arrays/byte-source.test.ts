import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileSource, memorySource } from '../../../../../src/datasets/import/arrays/byte-source.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

it('gives the bytes of a file or of memory as often as they are asked for', async () => {
  const path = join(temporaryFolder(), 'x');
  writeFileSync(path, 'abc');
  for (const source of [await fileSource(path, 'x'), memorySource(Buffer.from('abc'), 'x')]) {
    expect([source.name, source.sizeBytes]).toEqual(['x', 3]);
    for (let time = 0; time < 2; time++) {
      const pieces: Uint8Array[] = [];
      for await (const piece of source.open()) pieces.push(piece);
      expect(Buffer.concat(pieces).toString()).toBe('abc');
    }
  }
});
