import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countRecords, readRecords } from '../../../../src/datasets/cifar10/records.ts';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { cifarClasses, cifarRecords } from '../../../cifar-archive.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function recordFile(bytes: Buffer): { path: string; name: string } {
  const path = join(temporaryFolder(), 'data_batch_3.bin');
  writeFileSync(path, bytes);
  return { path, name: 'data_batch_3.bin' };
}

it('reads every record in order, in pieces', async () => {
  const bytes = cifarRecords(1203, 1);
  const file = recordFile(bytes);
  expect(await countRecords(file)).toBe(1203);
  const labels: number[] = [];
  const pixels: Uint8Array[] = [];
  for await (const piece of readRecords(file, cifarClasses)) {
    labels.push(...piece.labels);
    pixels.push(piece.pixels);
  }
  expect(labels).toEqual(Array.from({ length: 1203 }, (_, record) => record % 10));
  const expected = Array.from({ length: 1203 }, (_, record) =>
    bytes.subarray(record * 3073 + 1, (record + 1) * 3073),
  );
  expect(Buffer.concat(pixels).equals(Buffer.concat(expected))).toBe(true);
});

it('says which record is cut short', async () => {
  const file = recordFile(cifarRecords(3, 1).subarray(0, 2 * 3073 + 100));
  await expect(countRecords(file)).rejects.toThrow(
    new DataError(
      'data_batch_3.bin, record 2 (at byte 6146): 100 bytes are left, expected 3073 (1 of label, 3072 of image): ' +
        'the file was cut short or is of another format; fetch it again',
    ),
  );
});

it('refuses an empty file', async () => {
  await expect(countRecords(recordFile(Buffer.alloc(0)))).rejects.toThrow(
    new DataError(
      'data_batch_3.bin, record 0 (at byte 0): 0 bytes are left, expected 3073 (1 of label, 3072 of image): ' +
        'the file was cut short or is of another format; fetch it again',
    ),
  );
});

it('says which record has a label that is no class', async () => {
  const bytes = cifarRecords(1203, 1);
  bytes[1100 * 3073] = 10;
  const read = async (): Promise<void> => {
    for await (const piece of readRecords(recordFile(bytes), cifarClasses))
      expect(piece.labels).toHaveLength(1000);
  };
  await expect(read()).rejects.toThrow(
    new DataError(
      'data_batch_3.bin, record 1100 (at byte 3380300): the label is 10, expected 0 to 9 ' +
        '(airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck): the file is damaged or of another format; fetch it again',
    ),
  );
});
