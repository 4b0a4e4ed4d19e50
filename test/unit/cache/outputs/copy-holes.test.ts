import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyHoles, copyHolesSync } from '../../../../src/cache/outputs/copy-holes.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const MIB = 1 << 20;

/** A file of 40 MiB of which 5 bytes are written, over the border between two MiB. */
function withHoles(path: string): void {
  const file = openSync(path, 'wx', 0o755);
  writeSync(file, 'words', 7 * MIB - 2);
  ftruncateSync(file, 40 * MIB + 3);
  closeSync(file);
}

it('copies a file with holes to the byte, and leaves the holes', () => {
  const folder = temporaryFolder();
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  withHoles(from);
  const { blocks } = statSync(from);
  // A file system without holes has none to leave.
  expect(copyHolesSync(from, to)).toBe(blocks * 512 < 40 * MIB);
  if (!existsSync(to)) return;
  expect(readFileSync(to).equals(readFileSync(from))).toBe(true);
  expect(statSync(to).mode).toBe(statSync(from).mode);
  expect(statSync(to).blocks * 512).toBeLessThan(4 * MIB);
  expect(() => copyHolesSync(from, to)).toThrow('EEXIST');
});

it('leaves other files to others', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'from'), 'words'.repeat(10_000));
  writeFileSync(join(folder, 'empty'), '');
  expect(copyHolesSync(join(folder, 'from'), join(folder, 'to'))).toBe(false);
  expect(copyHolesSync(join(folder, 'empty'), join(folder, 'to'))).toBe(false);
  expect(existsSync(join(folder, 'to'))).toBe(false);
});

it('lets the process do other things between two MiB', async () => {
  const folder = temporaryFolder();
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  withHoles(from);
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const isCopied = await copyHoles(from, to);
  clearInterval(timer);
  expect(isCopied).toBe(statSync(from).blocks * 512 < 40 * MIB);
  if (!isCopied) return;
  expect(readFileSync(to).equals(readFileSync(from))).toBe(true);
  // Where the file system shares blocks, there is nothing to wait for.
  if (!sharesBlocks(from, join(folder, 'other'))) expect(turns).toBeGreaterThan(0);
});

function sharesBlocks(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  }
}
