import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, constants, zstdDecompressSync } from 'node:zlib';
import { withoutByteOrderMark } from '../../without-byte-order-mark.ts';
import { DataError } from '../data-error.ts';
import type { GivenPath } from '../find-file.ts';

/** What a file or folder is, by what it holds; its name plays no part. */
export type DataKind =
  | 'arff'
  | 'arrow'
  | 'csv'
  | 'huggingface'
  | 'huggingface-splits'
  | 'idx'
  | 'images'
  | 'mat'
  | 'npy'
  | 'npz'
  | 'parquet'
  | 'safetensors'
  | 'ts';

/** The bytes that are looked at. */
const START = 2 ** 16;
/** A class and 32 × 32 pixels of three colours. */
const CIFAR_RECORD = 3073;

const fromPython = 'save its arrays with numpy.savez, or its table with pandas DataFrame.to_parquet';

/** Formats that are known and not read. */
const others: { begins: RegExp; what: string; advice: string }[] = [
  { begins: /^\x89HDF/, what: 'HDF5', advice: fromPython },
  {
    begins: /^\x80[^ -\xff]/,
    what: 'a Python pickle (which runs code when it is loaded)',
    advice: fromPython,
  },
  {
    begins: /^PK[^ -\xff]{2}.{22,200}(?:xl\/|\[Content_Types\])/s,
    what: 'an Excel workbook',
    advice: 'save it as CSV',
  },
  {
    begins: /^PK[^ -\xff]{2}.*\/data\.pkl/s,
    what: 'what torch.save wrote (a Python pickle)',
    advice: fromPython,
  },
  { begins: /^PK[^ -\xff]{2}/, what: 'a zip archive without arrays', advice: 'unpack it' },
  { begins: /^.{257}ustar/s, what: 'a tar archive', advice: 'unpack it' },
  {
    begins: /^(?:\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0{4}|RIFF.{4}WEBP|.{4}ftypavif)/s,
    what: 'one image',
    advice: 'name the folder that holds a folder for each class',
  },
  { begins: /^SQLite format 3/, what: 'an SQLite database', advice: 'export the table as CSV' },
  { begins: /^\s*[[{]/, what: 'JSON', advice: 'save the table as CSV' },
];

/**
 * Finds out what a file or folder is.
 * @throws {DataError} where it cannot be read, or is nothing that can be imported
 */
export async function fileKind(given: GivenPath): Promise<DataKind> {
  const { path, name } = given;
  let isFolder: boolean;
  let sizeBytes: number;
  try {
    const stats = await stat(path);
    isFolder = stats.isDirectory();
    sizeBytes = stats.size;
  } catch (cause) {
    const isLink = (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true;
    if (isLink) throw new DataError(`${name} is a link to nothing: mend it, or put the data in its place`);
    throw new DataError(`${name} cannot be read (${(cause as Error).message}): correct the path`, { cause });
  }
  if (isFolder) return folderKind(given);
  const start = await startOf(path);
  if (sizeBytes > 0 && sizeBytes % CIFAR_RECORD === 0 && start[0]! < 10 && !isText(start) && !isIdx(start))
    throw new DataError(
      `${name} seems to hold ${sizeBytes / CIFAR_RECORD} records of CIFAR-10, which has stages of its own: ` +
        'put its folder into the data dir (--data-dir), as docs/data.md says',
    );
  return kindOfBytes(start, name);
}

async function folderKind({ path, name }: GivenPath): Promise<DataKind> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.map((entry) => entry.name);
  if (names.includes('state.json') && names.includes('dataset_info.json')) return 'huggingface';
  if (names.includes('dataset_dict.json')) return 'huggingface-splits';
  const folders = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.'));
  for (const folder of folders.slice(0, 3))
    if (await holdsImages(join(path, folder.name), 1)) return 'images';
  throw new DataError(
    `${name} is a folder of ${names.sort().slice(0, 20).join(', ') || 'nothing'}, expected a folder for each class with images in it, ` +
      'or what save_to_disk of Hugging Face datasets wrote: name one file in it, or two arrays, of the inputs and the labels',
  );
}

/** Whether a folder, or the first of its folders, holds images. */
async function holdsImages(path: string, below: number): Promise<boolean> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  if (entries.some((entry) => /\.(png|jpe?g|webp|gif|bmp|avif|tiff?)$/i.test(entry.name))) return true;
  const inside = entries.find((entry) => entry.isDirectory());
  return below > 0 && inside !== undefined && holdsImages(join(path, inside.name), below - 1);
}

async function startOf(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(START), 0, START, 0);
  return unpacked(buffer.subarray(0, bytesRead));
}

/** The start of what is packed; the rest is not needed, so that it is cut short is no fault. */
function unpacked(bytes: Buffer): Buffer {
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b)
      return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    if (bytes.readUInt32LE(0) === 0xfd2fb528)
      return zstdDecompressSync(bytes, { finishFlush: constants.ZSTD_e_flush });
  } catch {
    // It is damaged, which the reader says better.
  }
  return bytes;
}

function kindOfBytes(bytes: Buffer, name: string): DataKind {
  if (bytes.length === 0) throw new DataError(`${name} is empty, expected data`);
  const start = bytes.toString('latin1', 0, 16);
  if (start.startsWith('PAR1')) return 'parquet';
  if (start.startsWith('ARROW1') || start.startsWith('\xff\xff\xff\xff')) return 'arrow';
  if (start.startsWith('\x93NUMPY')) return 'npy';
  if (start.startsWith('MATLAB ') || ['MI', 'IM'].includes(bytes.toString('latin1', 126, 128))) return 'mat';
  if (start.startsWith('PK\x03\x04') && bytes.subarray(0, 400).includes('.npy')) return 'npz';
  if (isIdx(bytes)) return 'idx';
  if (bytes.length > 9 && bytes[8] === 0x7b && bytes.readUInt32LE(4) === 0) return 'safetensors';
  const text = withoutByteOrderMark(bytes.toString('utf8'));
  const first = /^(?!\s*(?:[#%]|$)).*$/m.exec(text)?.[0].trim() ?? '';
  if (/^@relation\b|^@attribute\b/i.test(first)) return 'arff';
  if (/^@\w+/.test(first) && /^\s*@data\b/im.test(text)) return 'ts';
  const other = others.find(({ begins }) => begins.test(bytes.toString('latin1', 0, 300)));
  if (other === undefined && isText(bytes)) return 'csv';
  throw new DataError(
    `${name} is ${other?.what ?? `nothing that is known (it begins with ${bytes.subarray(0, 8).toString('hex')})`}, expected .npy, .npz, .mat, ` +
      'safetensors, IDX, Parquet, Arrow, ARFF, a .ts file, a table in text, or a folder of images: ' +
      (other?.advice ?? 'convert it to one of these'),
  );
}

/** Whether two bytes are zero, the third is the code of an element type and the fourth a number of axes. */
function isIdx(bytes: Buffer): boolean {
  if (bytes[0] !== 0 || bytes[1] !== 0) return false;
  return [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e].includes(bytes[2] ?? 0) && bytes[3]! >= 1 && bytes[3]! <= 8;
}

/** Whether bytes may be text: UTF-16 with a byte order mark, or without the control characters that no text has. */
function isText(bytes: Buffer): boolean {
  if (['fffe', 'feff'].includes(bytes.toString('hex', 0, 2))) return true;
  return !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}
