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
});
