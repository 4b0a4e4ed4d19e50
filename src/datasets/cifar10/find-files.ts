import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { downloadRecord, type ReceivedFile } from '../../artifacts/download.ts';
import { DataError } from '../data-error.ts';
import { unpackTar } from '../unpack-tar.ts';
import type { RecordFile } from './records.ts';

/** Where the parts of CIFAR-10 lie. */
export interface CifarFiles {
  train: RecordFile[];
  test?: RecordFile;
  classes: string[];
  /** Files of these that are not the official ones. */
  unverified: ReceivedFile[];
}

const ARCHIVE = 'cifar-10-binary.tar.gz';
const TRAIN = /^data_batch_[1-5]\.bin$/;
const TEST = 'test_batch.bin';
const META = 'batches.meta.txt';

/**
 * Finds the record files in what a download stage received: in the official archive, which is unpacked to `scratch`, or
 * in the unpacked folder, whatever its name. The training files come in the order of their numbers.
 */
export async function findCifarFiles(input: string, scratch: string): Promise<CifarFiles> {
  const record = downloadRecord.parse(JSON.parse(await readFile(join(input, 'download.json'), 'utf8')));
  const received = [...record.verified, ...record.unverified].map(({ path }) => path).sort();
  const archive = received.find((path) => basename(path) === ARCHIVE);
  const paths =
    archive === undefined
      ? received.map((path) => join(input, path))
      : (await unpackTar(join(input, archive), scratch, isPart)).map((name) => join(scratch, name));
  const within = (path: string): RecordFile => ({
    path,
    name: archive === undefined ? basename(path) : `${ARCHIVE}: ${basename(path)}`,
  });
  const train = paths.filter((path) => TRAIN.test(basename(path))).sort();
  const test = paths.find((path) => basename(path) === TEST);
  const meta = paths.find((path) => basename(path) === META);
  if (train.length === 0 || meta === undefined) {
    const missing = train.length === 0 ? 'data_batch_1.bin' : META;
    throw new DataError(
      `${archive ?? 'the data dir'} holds no ${missing}, only ${paths.map((path) => basename(path)).join(', ') || 'nothing'}: ` +
        `expected the files of the official ${ARCHIVE} (data_batch_1.bin to data_batch_5.bin, ${TEST}, ${META})`,
    );
  }
  return {
    train: train.map(within),
    ...(test !== undefined && { test: within(test) }),
    classes: (await readFile(meta, 'utf8')).split('\n').filter((line) => line.trim() !== ''),
    unverified: record.unverified.filter(({ path }) => path === archive || isPart(basename(path))),
  };
}

function isPart(name: string): boolean {
  return TRAIN.test(name) || name === TEST || name === META;
}
