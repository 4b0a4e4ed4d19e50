import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readTrees } from '../../../../src/datasets/sst/read-trees.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const trees = [[{ text: 'good', sentiment: 3 }]];

function archive(bytes: Uint8Array): { path: string; name: string } {
  const path = join(temporaryFolder(), 'trainDevTestTrees_PTB.zip');
  writeFileSync(path, bytes);
  return { path, name: 'sst' };
}

describe('readTrees', () => {
  it('reads train.txt from anywhere in a folder', async () => {
    const path = temporaryFolder();
    mkdirSync(join(path, 'sst'));
    writeFileSync(join(path, 'sst', 'train.txt'), '(3 good)\n');
    expect(await readTrees({ path, name: 'sst' })).toEqual(trees);
  });

  it('reads the official archive', async () => {
    const given = archive(
      zipSync({ trees: { 'dev.txt': strToU8('(0 x)'), 'train.txt': strToU8('(3 good)\n') } }),
    );
    expect(await readTrees(given)).toEqual(trees);
  });

  it('says what is wrong with an archive', async () => {
    await expect(readTrees(archive(strToU8('not a zip')))).rejects.toThrow(
      'sst: trainDevTestTrees_PTB.zip cannot be unpacked (invalid zip data): fetch it again',
    );
    await expect(readTrees(archive(zipSync({ 'other.txt': strToU8('') })))).rejects.toThrow(
      'sst: trainDevTestTrees_PTB.zip has no trees/train.txt, expected the official archive',
    );
  });

  it('refuses an archive whose trees are not what its checksum says', async () => {
    const bytes = zipSync({ trees: { 'train.txt': strToU8('(3 good)\n') } }, { level: 0 });
    Buffer.from(bytes.buffer, bytes.byteOffset).write('b', Buffer.from(bytes).indexOf('(3 good)') + 3);
    await expect(readTrees(archive(bytes))).rejects.toThrow(
      'sst: trainDevTestTrees_PTB.zip is damaged: trees/train.txt has another checksum (CRC-32) than the archive says: fetch it again',
    );
  });

  it('says where the trees are not in UTF-8', async () => {
    const path = temporaryFolder();
    writeFileSync(join(path, 'train.txt'), Buffer.from('(3 good)\n(3 caf\xe9)\n', 'latin1'));
    await expect(readTrees({ path, name: 'sst' })).rejects.toThrow(
      'train.txt:2:7: the text is not in UTF-8: name its encoding under source.encoding (as windows-1252), or save the file in UTF-8',
    );
  });
});
