import { describe, expect, it } from 'vitest';
import { incomingTree } from '../../../../src/cache/incoming/incoming-tree.ts';
import { type Digest, sha256 } from '../../../../src/cache/files/digest.ts';
import { type TreeEntry, treeDigest } from '../../../../src/cache/files/tree.ts';

const file = (path: string): TreeEntry => ({
  kind: 'file',
  path,
  sizeBytes: 1,
  executable: false,
  sha256: sha256('a'),
});
const folder = (path: string): TreeEntry => ({ kind: 'folder', path });
const link = (path: string, target: string): TreeEntry => ({ kind: 'link', path, target });

/** With the digest that these entries make: whoever can write to a remote can compute it too. */
const judge = (...entries: TreeEntry[]) => incomingTree(entries, treeDigest(entries));

describe('incomingTree', () => {
  it('takes the entries of an output', () => {
    const entries = [folder('a'), file('a/b'), link('c', 'a/b'), link('d', './nothing')];
    expect(judge(...entries)).toEqual({ entries });
  });

  it('refuses entries of another output', () => {
    const entries = [file('a')];
    const other = sha256('other');
    expect(incomingTree(entries, other)).toEqual({
      problem: `its files make the output ${treeDigest(entries)}, not ${other}`,
    });
  });

  it.each([
    ['no list', 'text', 'its list of files is not a list'],
    ['a path that climbs', [file('../a')], 'its list of files[0].path is not a path inside the output'],
    ['an absolute path', [file('/etc/a')], 'its list of files[0].path is not a path inside the output'],
    [
      'a digest that is a path',
      [{ ...file('a'), sha256: '../x' }],
      'its list of files[0].sha256 is not a digest',
    ],
  ])('refuses %s', (_, value, problem) => {
    expect(incomingTree(value, 'x' as Digest)).toEqual({ problem });
  });

  it.each([
    ['a name twice', [file('a'), file('a')], 'it lists "a" twice'],
    ['a file below a link', [link('a', 'b'), file('a/x')], 'it lists "a/x" in no folder of its own'],
    ['a file below a file', [file('a'), file('a/x')], 'it lists "a/x" in no folder of its own'],
    ['a name with a zero byte', [file('a\0b')], 'the name "a\\u0000b" can stand in no folder'],
    ['a size that is none', [{ ...file('a'), sizeBytes: -1 } as TreeEntry], 'the size of "a" is none'],
    ['an absolute link', [link('a', '/etc/passwd')], 'the link "a" leads out of the output'],
    ['a link that climbs', [folder('a'), link('a/b', '../../x')], 'the link "a/b" leads out of the output'],
    ['a link to no name', [link('a', '')], 'the link "a" leads out of the output'],
  ])('refuses %s, though its digest is right', (_, entries, problem) => {
    expect(judge(...entries)).toEqual({ problem });
  });
});
