import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { refuseLfsPointer } from '../../../../src/datasets/import/lfs-pointer.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('refuseLfsPointer knows what Git LFS leaves of a file that was not fetched', async () => {
  const path = join(temporaryFolder(), 'x.parquet');
  const refuse = (text: string): Promise<void> => {
    writeFileSync(path, text);
    return refuseLfsPointer({ path, name: 'x.parquet' });
  };
  await expect(
    refuse('version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12345\n'),
  ).rejects.toThrow(
    new DataError(
      'x.parquet is a pointer of Git LFS in the place of the data, expected the data themselves: fetch them with "git lfs pull"',
    ),
  );
  for (const text of ['', 'version', 'a,b\n1,2\n']) await expect(refuse(text)).resolves.toBeUndefined();
});
