import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import { HashPool } from '../../../../../src/cache/files/hashing/hash-pool.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

function pool(threads: number): HashPool {
  const made = new HashPool(threads);
  onTestFinished(() => made.close());
  return made;
}

describe('HashPool', () => {
  it('answers more batches than it has threads, each in its own order', async () => {
    const folder = temporaryFolder();
    const name = (number: number): string => join(folder, String(number));
    for (let number = 0; number < 12; number++) writeFileSync(name(number), `text ${number}`);
    const hashing = pool(2);
    const batches = [[0, 1, 2], [3], [4, 5, 6, 7, 8], [], [9, 10, 11]];
    const answers = await Promise.all(batches.map((batch) => hashing.hash(batch.map(name))));
    expect(answers).toEqual(
      batches.map((batch) => batch.map((number) => ({ digest: sha256(`text ${number}`) }))),
    );
  });

  it('goes on after a file that cannot be read', async () => {
    const folder = temporaryFolder();
    const [there, missing] = [join(folder, 'there'), join(folder, 'missing')];
    writeFileSync(there, 'text');
    const hashing = pool(1);
    expect(await hashing.hash([missing, there])).toEqual([
      { error: { code: 'ENOENT', message: `ENOENT: no such file or directory, stat '${missing}'` } },
      { digest: sha256('text') },
    ]);
    expect(await hashing.hash([there])).toEqual([{ digest: sha256('text') }]);
  });

  it('says that a thread broke down', async () => {
    const hashing = pool(1);
    const failure: unknown = await hashing.hash({} as string[]).catch((error: unknown) => error);
    expect(String(failure)).toBe('PipelineError: a hashing thread broke down');
  });
});
