import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { downloadRecord, downloadRecordFile, type ReceivedFile } from '../../artifacts/download-record.ts';
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
/** The same images as Python pickles. */
const PYTHON = /^(cifar-10-python\.tar\.gz|data_batch_[1-5]|batches\.meta)$/;

/**
 * Finds the record files in what a download stage received: in the official archive, which is unpacked to `scratch`, or
 * in the unpacked folder, whatever its name. The training files come in the order of their numbers.
 */
export async function findCifarFiles(input: string, scratch: string): Promise<CifarFiles> {
  const record = downloadRecord.parse(JSON.parse(await readFile(join(input, downloadRecordFile), 'utf8')));
  const received = [...record.verified, ...record.unverified].map(({ path }) => path).sort();
  const archive = received.find((path) => basename(path) === ARCHIVE);
  const paths =
    archive === undefined
      ? received.map((path) => join(input, path))
      : (await unpackTar({ path: join(input, archive), name: archive }, scratch, isPart)).map((name) =>
          join(scratch, name),
        );
  refuseTwins(archive === undefined ? received : []);
  const within = (path: string): RecordFile => ({
    path,
    name: archive === undefined ? basename(path) : `${ARCHIVE}: ${basename(path)}`,
  });
  const train = paths.filter((path) => TRAIN.test(basename(path))).sort();
  const test = paths.find((path) => basename(path) === TEST);
  const meta = paths.find((path) => basename(path) === META);
  if (train.length === 0 || meta === undefined) {
    const missing = train.length === 0 ? 'data_batch_1.bin' : META;
    const python = received.some((path) => PYTHON.test(basename(path)));
    throw new DataError(
      `${archive ?? 'the data dir'} holds no ${missing}, only ${paths.map((path) => basename(path)).join(', ') || 'nothing'}: ` +
        `expected the files of the official ${ARCHIVE} (data_batch_1.bin to data_batch_5.bin, ${TEST}, ${META})` +
        (python
          ? `; these are of the Python version: put ${ARCHIVE} there, or leave them out for it to be downloaded`
          : ''),
    );
  }
  if (archive !== undefined) refuseIncomplete(archive, paths);
  return {
    train: train.map(within),
    ...(test !== undefined && { test: within(test) }),
    classes: (await readFile(meta, 'utf8')).split(/\r?\n/).filter((line) => line.trim() !== ''),
    unverified: record.unverified.filter(({ path }) => path === archive || isPart(basename(path))),
  };
}

function isPart(name: string): boolean {
  return TRAIN.test(name) || name === TEST || name === META;
}

/** The archive is a whole; an unpacked folder may be a part of it on purpose, and is named in the report. */
function refuseIncomplete(archive: string, paths: string[]): void {
  const held = paths.map((path) => basename(path));
  const parts = [...[1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`), TEST];
  const missing = parts.filter((part) => !held.includes(part));
  if (missing.length > 0)
    throw new DataError(
      `${archive} holds no ${missing.join(', ')}: expected the official ${ARCHIVE}; fetch it again`,
    );
}

function refuseTwins(received: string[]): void {
  const places = new Map<string, string>();
  for (const path of received.filter((file) => isPart(basename(file)))) {
    const earlier = places.get(basename(path));
    if (earlier !== undefined)
      throw new DataError(
        `the data dir holds ${earlier} and ${path}, two files of one name: which is meant cannot be told; take one out`,
      );
    places.set(basename(path), path);
  }
}
