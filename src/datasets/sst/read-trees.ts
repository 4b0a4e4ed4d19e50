import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { DataError } from '../data-error.ts';
import { findFile, type GivenPath } from '../find-file.ts';
import { decodeText } from '../text/decode-text.ts';
import { parseTrees, type SentimentPhrase } from './parse-trees.ts';

const ARCHIVE = 'trainDevTestTrees_PTB.zip';

/** Reads the training trees from `train.txt`, or from the official archive, in the folder. */
export async function readTrees(given: GivenPath): Promise<SentimentPhrase[][]> {
  const path = await findFile(given, ['train.txt', ARCHIVE]);
  const bytes = await readFile(path);
  const text = path.endsWith('.zip') ? unpack(bytes, given.name) : bytes;
  const pieces: string[] = [];
  for await (const piece of decodeText(Readable.from([text]), 'train.txt')) pieces.push(piece);
  return parseTrees(pieces.join(''), 'train.txt');
}

const MEMBER = 'trees/train.txt';

function unpack(bytes: Uint8Array, name: string): Uint8Array {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter: (file) => file.name === MEMBER });
  } catch (cause) {
    throw new DataError(
      `${name}: ${ARCHIVE} cannot be unpacked (${(cause as Error).message}): fetch it again`,
      { cause },
    );
  }
  const train = files[MEMBER];
  if (train === undefined)
    throw new DataError(`${name}: ${ARCHIVE} has no trees/train.txt, expected the official archive`);
  if (crc32(train) !== checksumOf(bytes, MEMBER))
    throw new DataError(
      `${name}: ${ARCHIVE} is damaged: ${MEMBER} has another checksum (CRC-32) than the archive says: fetch it again`,
    );
  return train;
}

/** The checksum that the archive's directory tells for a file; the unpacker does not look at it. */
function checksumOf(bytes: Uint8Array, member: string): number | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // An entry of the directory: signature, 12 bytes, the checksum; its name from byte 46 on.
  for (
    let at = buffer.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0;
    at = buffer.indexOf('PK\x01\x02', at + 4, 'latin1')
  )
    if (buffer.toString('utf8', at + 46, at + 46 + buffer.readUInt16LE(at + 28)) === member)
      return buffer.readUInt32LE(at + 16);
  return undefined;
}
