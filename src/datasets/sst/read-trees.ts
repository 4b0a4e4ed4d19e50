import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { DataError } from '../data-error.ts';
import { findFile, type GivenPath } from '../find-file.ts';
import { parseTrees, type SentimentPhrase } from './parse-trees.ts';

const ARCHIVE = 'trainDevTestTrees_PTB.zip';

/** Reads the training trees from `train.txt`, or from the official archive, in the folder. */
export async function readTrees(given: GivenPath): Promise<SentimentPhrase[][]> {
  const path = await findFile(given, ['train.txt', ARCHIVE]);
  const bytes = await readFile(path);
  const text = path.endsWith('.zip') ? unpack(bytes, given.name) : bytes;
  return parseTrees(new TextDecoder().decode(text), 'train.txt');
}

function unpack(bytes: Uint8Array, name: string): Uint8Array {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter: (file) => file.name === 'trees/train.txt' });
  } catch (cause) {
    throw new DataError(
      `${name}: ${ARCHIVE} cannot be unpacked (${(cause as Error).message}): fetch it again`,
      { cause },
    );
  }
  const train = files['trees/train.txt'];
  if (train === undefined)
    throw new DataError(`${name}: ${ARCHIVE} has no trees/train.txt, expected the official archive`);
  return train;
}
