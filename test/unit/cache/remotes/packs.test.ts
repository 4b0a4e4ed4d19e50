import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import {
  filesByContent,
  type FileEntry,
  packsProblem,
  parcelsOf,
} from '../../../../src/cache/remotes/packs.ts';

const file = (path: string, sizeBytes: number, content = path): FileEntry => ({
  kind: 'file',
  path,
  sizeBytes,
  executable: false,
  sha256: sha256(content),
});

const paths = (files: readonly FileEntry[]): string[] => files.map(({ path }) => path);

describe('parcelsOf', () => {
  it('puts small files together, each content once, and leaves large ones and a lone one to themselves', () => {
    const large = file('large', (64 << 10) + 1);
    const { packs, singles } = parcelsOf([file('a', 1), file('b', 2), file('c', 1, 'a'), large]);
    expect(packs.map(paths)).toEqual([['a', 'b']]);
    expect(paths(singles)).toEqual(['large']);
    expect(parcelsOf([file('a', 1)])).toEqual({ packs: [], singles: [file('a', 1)] });
  });

  it('begins another pack where one is full', () => {
    const files = Array.from({ length: 130 }, (_, index) => file(String(index), 64 << 10));
    const { packs, singles } = parcelsOf(files);
    expect(packs.map((pack) => pack.length)).toEqual([64, 64, 2]);
    expect(singles).toEqual([]);
  });

  it('sends every file alone where packing is off', () => {
    expect(paths(parcelsOf([file('a', 1), file('b', 1)], false).singles)).toEqual(['a', 'b']);
  });
});

describe('packsProblem', () => {
  const entries = [file('a', 1), file('b', 2)];
  const pack = sha256('pack');

  it('finds nothing in packs of the output', () => {
    const files = [...filesByContent(entries).keys()];
    expect(packsProblem([{ sha256: pack, files }], entries)).toBeUndefined();
  });

  it('finds files of another output, and packs that are too large to be held', () => {
    const other = sha256('other');
    expect(packsProblem([{ sha256: pack, files: [other] }], entries)).toBe(
      `the pack ${pack} holds ${other}, which is no file of the output`,
    );
    const large = file('large', 5 << 20);
    expect(packsProblem([{ sha256: pack, files: [large.sha256] }], [large])).toBe(
      `the pack ${pack} is larger than a pack may be`,
    );
  });
});
