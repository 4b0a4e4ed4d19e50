import { chmodSync, copyFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  describeTree,
  readManifest,
  writeManifest,
  writtenSince,
} from '../../../../src/cache/outputs/manifest.ts';
import { signatureAt } from '../../../../src/cache/files/signature.ts';
import { listTree, readTree, treeDigest } from '../../../../src/cache/files/tree.ts';
import { projectFolder } from '../../../project-folder.ts';
import { damage, flipBit, temporaryCache } from '../../../temporary-cache.ts';

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

describe('writtenSince', () => {
  it('names the files that were written to since they were listed, and no other change', () => {
    const folder = tree();
    const listed = listTree(folder);
    const entries = readTree(folder, listed);
    chmodSync(join(folder, 'run.sh'), 0o555);
    expect(writtenSince(listed, describeTree(folder, entries))).toEqual([]);
    const file = join(folder, 'data/x.txt');
    writeFileSync(file, 'xyz');
    utimesSync(file, 1, 1);
    expect(writtenSince(listed, describeTree(folder, entries))).toEqual(['data/x.txt']);
    chmodSync(join(folder, 'run.sh'), 0o755);
    writeFileSync(join(folder, 'run.sh'), '#!/bin/sh', { flag: 'r+' });
    expect(writtenSince(listed, describeTree(folder, entries))).toEqual(['data/x.txt', 'run.sh']);
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
