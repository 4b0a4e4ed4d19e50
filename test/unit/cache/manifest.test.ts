import { chmodSync, copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeTree, readManifest, writeManifest } from '../../../src/cache/manifest.ts';
import { signatureAt } from '../../../src/cache/signature.ts';
import { readTree, treeDigest } from '../../../src/cache/tree.ts';
import { projectFolder } from '../../project-folder.ts';
import { damage, flipBit, temporaryCache } from '../../temporary-cache.ts';

function tree(): string {
  const folder = projectFolder({ 'run.sh': '#!', 'data/x.txt': 'abc' });
  chmodSync(join(folder, 'run.sh'), 0o755);
  symlinkSync('data/x.txt', join(folder, 'latest'));
  return folder;
}

describe('describeTree', () => {
  it('adds up the sizes of the files, and signs every entry and the folder itself', () => {
    const folder = tree();
    const entries = readTree(folder);
    expect(describeTree(folder, entries)).toEqual({
      format: 1,
      digest: treeDigest(entries),
      sizeBytes: 5,
      signature: signatureAt(folder),
      entries: entries.map((entry) => ({ ...entry, signature: signatureAt(join(folder, entry.path)) })),
    });
  });
});

describe('a manifest in the cache', () => {
  it('is read as it was written', () => {
    const cache = temporaryCache();
    const folder = tree();
    const manifest = describeTree(folder, readTree(folder));
    expect(readManifest(cache, manifest.digest)).toEqual({ state: 'missing' });
    writeManifest(cache, manifest);
    expect(readManifest(cache, manifest.digest)).toEqual({ state: 'read', content: manifest });
    damage(cache.manifest(manifest.digest), flipBit);
    expect(readManifest(cache, manifest.digest)).toEqual({
      state: 'damaged',
      problem: 'its content does not match its checksum',
    });
  });

  it('is damaged where it describes another output', () => {
    const cache = temporaryCache();
    const [folder, other] = [tree(), projectFolder({ y: 'y' })];
    const manifest = describeTree(folder, readTree(folder));
    const wrong = describeTree(other, readTree(other));
    writeManifest(cache, manifest);
    writeManifest(cache, wrong);
    copyFileSync(cache.manifest(wrong.digest), cache.manifest(manifest.digest));
    expect(readManifest(cache, manifest.digest)).toEqual({
      state: 'damaged',
      problem: `it describes the output ${wrong.digest}`,
    });
  });
});
