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
  refuseLfsText(buffer.subarray(0, bytesRead), name);
}

/** The same of a file that has been read. */
export function refuseLfsText(bytes: Buffer, name: string): void {
  if (bytes.toString('latin1', 0, START.length) !== START) return;
  throw new DataError(
    `${name} is a pointer of Git LFS in the place of the data, expected the data themselves: fetch them with "git lfs pull"`,
  );
}
