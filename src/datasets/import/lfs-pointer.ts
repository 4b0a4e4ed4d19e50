import { open } from 'node:fs/promises';
import { DataError } from '../data-error.ts';
import type { GivenPath } from '../find-file.ts';

const START = 'version https://git-lfs.github.com/spec/';

/**
 * Git LFS leaves a few lines of text in the place of a large file that was not fetched, under its name.
 * @throws {DataError} where the file is such a text
 */
export async function refuseLfsPointer({ path, name }: GivenPath): Promise<void> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(START.length), 0, START.length, 0);
  if (buffer.toString('latin1', 0, bytesRead) !== START) return;
  throw new DataError(
    `${name} is a pointer of Git LFS in the place of the data, expected the data themselves: fetch them with "git lfs pull"`,
  );
}
