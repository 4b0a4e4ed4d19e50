import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TreeDifference, firstDifference } from '../../../../src/cache/outputs/first-difference.ts';
import { projectFolder } from '../../../project-folder.ts';

function compare(
  before: Record<string, string>,
  after: Record<string, string>,
  change: (folder: string) => void = () => undefined,
): TreeDifference | undefined {
  const folder = projectFolder({ 'a/.keep': '', 'b/.keep': '' });
  for (const [tree, files] of [
    ['a', before],
    ['b', after],
  ] as const)
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, tree, path), text);
  change(folder);
  return firstDifference(join(folder, 'a'), join(folder, 'b'));
}

describe('firstDifference', () => {
  it('finds none between equal trees', () => {
    expect(compare({ x: 'abc', y: '' }, { x: 'abc', y: '' })).toBeUndefined();
  });

  it('names the first file that differs and its first byte', () => {
    expect(compare({ x: 'same', y: 'abcd', z: '1' }, { x: 'same', y: 'abXd', z: '2' })).toEqual({
      path: 'y',
      byte: 2,
      problem: 'byte 2 was 0x63, and is 0x58 now',
    });
  });

  it('finds a byte beyond the first megabyte, and the end of the shorter file', () => {
    const long = 'x'.repeat(3_000_000);
    expect(compare({ x: long }, { x: `${long.slice(0, 2_500_000)}y${long.slice(2_500_001)}` })).toEqual({
      path: 'x',
      byte: 2_500_000,
      problem: 'byte 2500000 was 0x78, and is 0x79 now',
    });
    expect(compare({ x: 'abc' }, { x: 'abcd' })).toMatchObject({
      byte: 3,
      problem: 'byte 3 was behind the end, and is 0x64 now',
    });
    expect(compare({ x: long.slice(0, 1 << 20) }, { x: long.slice(0, (1 << 20) - 1) })).toMatchObject({
      byte: 1048575,
      problem: 'byte 1048575 was 0x78, and is behind the end now',
    });
    expect(compare({ x: long.slice(0, 1 << 20) }, { x: long.slice(0, (1 << 20) + 1) })).toMatchObject({
      byte: 1048576,
      problem: 'byte 1048576 was behind the end, and is 0x78 now',
    });
  });

  it('says what else differs', () => {
    expect(compare({ x: '' }, {})).toEqual({ path: 'x', problem: 'it was there, and is not now' });
    expect(compare({}, { x: '' })).toEqual({ path: 'x', problem: 'it was not there, and is now' });
    expect(
      compare({ x: '' }, { x: '' }, (folder) => {
        chmodSync(join(folder, 'b/x'), 0o755);
      }),
    ).toEqual({ path: 'x', problem: 'it was not executable, and is now' });
    expect(
      compare({ x: '' }, { x: '' }, (folder) => {
        chmodSync(join(folder, 'a/x'), 0o755);
      }),
    ).toEqual({ path: 'x', problem: 'it was executable, and is not now' });
    expect(
      compare({}, {}, (folder) => {
        symlinkSync('one', join(folder, 'a/x'));
        symlinkSync('two', join(folder, 'b/x'));
      }),
    ).toEqual({ path: 'x', problem: 'the link led to one, and leads to two now' });
    expect(
      compare({ x: '' }, {}, (folder) => {
        symlinkSync('one', join(folder, 'b/x'));
      }),
    ).toEqual({ path: 'x', problem: 'it was a file, and is a link now' });
  });
});
