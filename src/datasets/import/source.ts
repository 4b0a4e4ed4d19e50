import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, normalize, sep } from 'node:path';
import { z } from 'zod';
import { DataError } from '../data-error.ts';
import { refuseLfsPointer } from './lfs-pointer.ts';
import { textEncoding } from '../text/text-encoding.ts';
import type { ImportedSplit, InputValues } from './array.ts';
import { fileSource } from './arrays/byte-source.ts';
import { pairArrays } from './arrays/pair-arrays.ts';
import { readIdx } from './arrays/read-idx.ts';
import { readMat } from './arrays/read-mat.ts';
import { readNpy } from './arrays/read-npy.ts';
import { readNpz } from './arrays/read-npz.ts';
import { readTensors } from './arrays/read-tensors.ts';
import type { StoredArray } from './arrays/stored-array.ts';
import { readImages } from './images/read-images.ts';
import { readSeries } from './read-series.ts';
import { readTable, type TableReading } from './table/read-table.ts';
import { openTable, tableSources } from './table/table-source.ts';

const text = z.string().min(1);

const arraysInFile = z.strictObject({
  /** The file that is meant, where the data are a folder. */
  file: text.optional(),
  /** The array of the inputs. */
  inputs: text,
  /** The array of the labels. */
  labels: text,
});
const arrayFiles = z.strictObject({
  /** The file of the inputs in the folder. */
  inputs: text,
  /** The file of the labels in the folder. */
  labels: text,
});
const file = z.strictObject({
  /** The file that is meant, where the data are a folder. */
  file: text.optional(),
});
const folder = z.strictObject({
  /** The folder of the split inside the data. */
  folder: text,
});

function splits<Split extends z.ZodType>(split: Split) {
  return {
    /** Where the training samples are. */
    train: split,
    /** Where the test samples are; there are none where absent. */
    test: split.optional(),
  };
}

/** The format of somebody's data, and where in them the splits are. */
export const importSource = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('npz'), ...splits(arraysInFile) }),
  z.strictObject({ format: z.literal('safetensors'), ...splits(arraysInFile) }),
  z.strictObject({ format: z.literal('mat'), ...splits(arraysInFile) }),
  z.strictObject({ format: z.literal('npy'), ...splits(arrayFiles) }),
  z.strictObject({ format: z.literal('idx'), ...splits(arrayFiles) }),
  ...tableSources,
  z.strictObject({
    format: z.literal('ts'),
    /** Of the text, where it is not UTF-8. */
    encoding: textEncoding.optional(),
    train: file.default({}),
    test: file.optional(),
  }),
  z.strictObject({
    format: z.literal('images'),
    /** Height and width that all images are brought to; those of the files, which then must agree, where absent. */
    size: z.tuple([z.int().positive(), z.int().positive()]).optional(),
    /** Gray or colour. */
    channels: z.union([z.literal(1), z.literal(3)]).default(3),
    train: folder.default({ folder: '.' }),
    test: folder.optional(),
  }),
]);

export type ImportSource = z.output<typeof importSource>;

/** A file or folder, and its name for messages. */
export interface NamedPath {
  path: string;
  name: string;
}

/** Reads one split of the data; undefined where the source names none. */
export async function readSplit(
  data: NamedPath,
  source: ImportSource,
  which: 'train' | 'test',
  reading: TableReading = {},
): Promise<ImportedSplit<InputValues> | undefined> {
  switch (source.format) {
    case 'npz':
    case 'mat':
    case 'safetensors': {
      const split = source[which];
      if (split === undefined) return undefined;
      const { path, name } = await locate(data, split.file, `source.${which}.file`);
      const names = [split.inputs, split.labels];
      const [inputs, labels] = await openArrays(source.format, path, name, names);
      return pairArrays(inputs!, labels!);
    }
    case 'npy':
    case 'idx': {
      const split = source[which];
      if (split === undefined) return undefined;
      const read = async (part: 'inputs' | 'labels'): Promise<StoredArray> => {
        const { path, name } = await locate(data, split[part], `source.${which}.${part}`);
        const bytes = await fileSource(path, name);
        return source.format === 'npy' ? readNpy(bytes) : readIdx(bytes);
      };
      return pairArrays(await read('inputs'), await read('labels'));
    }
    case 'huggingface': {
      const split = source[which];
      if (split === undefined) return undefined;
      const { path, name } = await locate(data, split.folder, `source.${which}.folder`, 'folder');
      return readTable(await openTable({ path, name }, source), source, reading);
    }
    case 'csv':
    case 'parquet':
    case 'arrow':
    case 'arff': {
      const split = source[which];
      if (split === undefined) return undefined;
      const { path, name } = await locate(data, split.file, `source.${which}.file`);
      return readTable(await openTable({ path, name }, source), source, reading);
    }
    case 'ts': {
      const split = source[which];
      if (split === undefined) return undefined;
      return readSeries(await locate(data, split.file, `source.${which}.file`), source.encoding);
    }
    case 'images': {
      const split = source[which];
      if (split === undefined) return undefined;
      const { path, name } = await locate(data, split.folder, `source.${which}.folder`, 'folder');
      return readImages(path, name, source);
    }
  }
}

async function openArrays(
  format: 'npz' | 'mat' | 'safetensors',
  ...[path, name, names]: Parameters<typeof readNpz>
): Promise<StoredArray[]> {
  if (format === 'npz') return readNpz(path, name, names);
  return format === 'mat' ? readMat(path, name, names) : readTensors(path, name, names);
}

/** The file (or folder) that is meant: the data themselves, or one inside them. */
async function locate(
  data: NamedPath,
  inside: string | undefined,
  param: string,
  kind: 'file' | 'folder' = 'file',
): Promise<NamedPath> {
  const located = await findPart(data, inside, param, kind);
  if (kind === 'file') await refuseLfsPointer(located);
  return located;
}

async function findPart(
  data: NamedPath,
  inside: string | undefined,
  param: string,
  kind: 'file' | 'folder',
): Promise<NamedPath> {
  const isFolder = (await stat(data.path)).isDirectory();
  if (!isFolder && (inside === undefined || inside === '.') && kind === 'file')
    return { path: data.path, name: basename(data.name) };
  if (!isFolder)
    throw new DataError(
      `${data.name} is a file, expected a folder that holds ${inside ?? 'the data'} (${param})`,
    );
  const held = async (): Promise<string> =>
    (await readdir(data.path)).sort().slice(0, 20).join(', ') || 'nothing';
  if (inside === undefined)
    throw new DataError(
      `${data.name} is a folder: name the file in it that is meant (${param}); it holds ${await held()}`,
    );
  // What lies elsewhere is no input of the stage: a change of it would go unseen.
  if (normalize(`./${inside}`).split(sep)[0] === '..')
    throw new DataError(
      `${inside} (${param}) leads out of ${data.name}, expected a ${kind} inside it: name a folder that holds all of the data under needs`,
    );
  const path = join(data.path, inside);
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && found.isDirectory() === (kind === 'folder'))
    return { path, name: inside === '.' ? basename(data.name) : inside };
  if (found === undefined && (await lstat(path).catch(() => undefined)) !== undefined)
    throw new DataError(
      `${data.name}: ${inside} (${param}) is a link to nothing, expected a ${kind}: mend it, or put the ${kind} in its place`,
    );
  throw new DataError(`${data.name} holds no ${kind} ${inside} (${param}); it holds ${await held()}`);
}
