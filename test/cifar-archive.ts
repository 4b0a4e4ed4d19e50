import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

export const cifarClasses = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/** Records in the format of CIFAR-10: labels 0, 1, 2, … and pixels that depend on the seed. */
export function cifarRecords(count: number, seed: number): Buffer {
  const records = Buffer.alloc(count * 3073);
  for (let record = 0; record < count; record++) {
    for (let byte = 0; byte < 3072; byte++)
      records[record * 3073 + 1 + byte] = (byte * (record + 7) + seed * 31 + ((byte * byte) >> 3)) % 256;
    records[record * 3073] = record % 10;
  }
  return records;
}

/** A `.tar.gz` of the files, in their order. */
export async function tarGz(files: Record<string, Buffer | string>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mtime: new Date(0) }, content);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return gzipSync(Buffer.concat(pieces));
}

/** An archive as the official one is laid out, with few records. */
export function cifarArchive(records: number): Promise<Buffer> {
  const files: Record<string, Buffer | string> = {
    'cifar-10-batches-bin/readme.html': '<html></html>',
    'cifar-10-batches-bin/batches.meta.txt': `${cifarClasses.join('\n')}\n\n`,
    'cifar-10-batches-bin/test_batch.bin': cifarRecords(records, 6),
  };
  // Not in the order of their numbers: the reader has to sort them.
  for (const number of [2, 5, 4, 1, 3])
    files[`cifar-10-batches-bin/data_batch_${number}.bin`] = cifarRecords(records, number);
  return tarGz(files);
}
