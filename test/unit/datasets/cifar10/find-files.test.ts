import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReceivedFile } from '../../../../src/artifacts/download-record.ts';
import { findCifarFiles } from '../../../../src/datasets/cifar10/find-files.ts';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { cifarArchive, cifarClasses, cifarRecords, tarGz } from '../../../cifar-archive.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

/** The output of a download stage with these files. */
function received(files: Record<string, Buffer | string>, verified: boolean): string {
  const folder = temporaryFolder();
  const entries = Object.entries(files).map(([path, content]): ReceivedFile => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    return { path, sizeBytes: content.length, sha256: 'f'.repeat(64) };
  });
  const record = { format: 1, verified: verified ? entries : [], unverified: verified ? [] : entries };
  writeFileSync(join(folder, 'download.json'), JSON.stringify(record));
  return folder;
}

const meta = `${cifarClasses.join('\n')}\n\n`;

describe('findCifarFiles', () => {
  it('unpacks the archive and sorts the training files', async () => {
    const scratch = join(temporaryFolder(), 'unpacked');
    const input = received({ 'cifar-10-binary.tar.gz': await cifarArchive(1) }, true);
    const { train, test, classes, unverified } = await findCifarFiles(input, scratch);
    expect(train).toEqual(
      [1, 2, 3, 4, 5].map((number) => ({
        path: join(scratch, `data_batch_${number}.bin`),
        name: `cifar-10-binary.tar.gz: data_batch_${number}.bin`,
      })),
    );
    expect(test?.name).toBe('cifar-10-binary.tar.gz: test_batch.bin');
    expect(classes).toEqual(cifarClasses);
    expect(unverified).toEqual([]);
  });

  it('reads an unpacked folder in place, with as many files as it has', async () => {
    const files = {
      'x/data_batch_2.bin': cifarRecords(1, 2),
      'x/batches.meta.txt': meta,
      'x/notes.txt': 'mine',
    };
    const input = received(files, false);
    const scratch = join(temporaryFolder(), 'unpacked');
    const { train, test, unverified } = await findCifarFiles(input, scratch);
    expect(train).toEqual([{ path: join(input, 'x/data_batch_2.bin'), name: 'data_batch_2.bin' }]);
    expect(test).toBeUndefined();
    expect(unverified.map(({ path }) => path)).toEqual(['x/data_batch_2.bin', 'x/batches.meta.txt']);
  });

  const official =
    'expected the files of the official cifar-10-binary.tar.gz (data_batch_1.bin to data_batch_5.bin, test_batch.bin, batches.meta.txt)';

  it('says what is missing, in an archive and in a folder', async () => {
    const archive = received({ 'cifar-10-binary.tar.gz': await tarGz({ 'readme.html': 'x' }) }, true);
    await expect(findCifarFiles(archive, join(temporaryFolder(), 'unpacked'))).rejects.toThrow(
      new DataError(`cifar-10-binary.tar.gz holds no data_batch_1.bin, only nothing: ${official}`),
    );
    const folder = received({ 'x/data_batch_1.bin': cifarRecords(1, 1) }, false);
    await expect(findCifarFiles(folder, join(temporaryFolder(), 'unpacked'))).rejects.toThrow(
      new DataError(`the data dir holds no batches.meta.txt, only data_batch_1.bin: ${official}`),
    );
  });

  it('names the batches that an archive lacks', async () => {
    const parts = { 'batches.meta.txt': meta, 'data_batch_1.bin': cifarRecords(1, 1) };
    const input = received({ 'cifar-10-binary.tar.gz': await tarGz(parts) }, false);
    await expect(findCifarFiles(input, join(temporaryFolder(), 'unpacked'))).rejects.toThrow(
      new DataError(
        'cifar-10-binary.tar.gz holds no data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, test_batch.bin: ' +
          'expected the official cifar-10-binary.tar.gz; fetch it again',
      ),
    );
  });

  it('refuses two files of one name, in an archive and in a folder', async () => {
    const two = { 'a/data_batch_1.bin': cifarRecords(1, 1), 'b/data_batch_1.bin': cifarRecords(1, 2) };
    const scratch = join(temporaryFolder(), 'unpacked');
    const both = 'a/data_batch_1.bin and b/data_batch_1.bin, two files of one name';
    const archive = received({ 'cifar-10-binary.tar.gz': await tarGz(two) }, false);
    await expect(findCifarFiles(archive, scratch)).rejects.toThrow(
      new DataError(`cifar-10-binary.tar.gz holds ${both}: which is meant cannot be told; take one out`),
    );
    const folder = received({ ...two, 'batches.meta.txt': meta }, false);
    await expect(findCifarFiles(folder, scratch)).rejects.toThrow(
      new DataError(`the data dir holds ${both}: which is meant cannot be told; take one out`),
    );
  });

  it('reads class names that end in carriage returns', async () => {
    const files = {
      'data_batch_1.bin': cifarRecords(1, 1),
      'batches.meta.txt': meta.replaceAll('\n', '\r\n'),
    };
    const input = received(files, false);
    expect((await findCifarFiles(input, join(temporaryFolder(), 'unpacked'))).classes).toEqual(cifarClasses);
  });

  it('recognises the Python version', async () => {
    for (const file of ['cifar-10-python.tar.gz', 'cifar-10-batches-py/data_batch_1'])
      await expect(
        findCifarFiles(received({ [file]: 'x' }, false), join(temporaryFolder(), 'unpacked')),
      ).rejects.toThrow(
        new DataError(
          `the data dir holds no data_batch_1.bin, only ${basename(file)}: ${official}; these are of the Python version: ` +
            'put cifar-10-binary.tar.gz there, or leave them out for it to be downloaded',
        ),
      );
  });
});
