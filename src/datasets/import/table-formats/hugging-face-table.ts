import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataError } from '../../data-error.ts';
import type { GivenPath } from '../../find-file.ts';
import { arrowTable } from './arrow-table.ts';
import { codedClasses } from './hugging-face-features.ts';
import type { Table, TableRow } from '../table/table.ts';

const state = z.object({
  _data_files: z.array(z.object({ filename: z.string().regex(/^[^/\\]+$/) })).min(1),
  _indices_data_files: z.array(z.unknown()).nullish(),
});
// Its `splits` keep the numbers of rows from before a selection, so they say nothing of these files.
const info = z.object({ features: z.record(z.string(), z.unknown()).nullish() });

/**
 * Opens a folder that `save_to_disk` of Hugging Face datasets wrote: `state.json` names the Arrow files in their order,
 * `dataset_info.json` the classes.
 */
export async function huggingFaceTable(folder: GivenPath): Promise<Table> {
  const { name } = folder;
  const files = await readJson(folder, 'state.json', state);
  const description = await readJson(folder, 'dataset_info.json', info);
  if ((files._indices_data_files ?? []).length > 0)
    throw new DataError(
      `${name} holds a selection of rows beside its data, as old versions of datasets saved it, expected plain data: ` +
        'load it and save it again with dataset.flatten_indices().save_to_disk(…)',
    );
  const shards = await Promise.all(
    files._data_files.map(({ filename }) =>
      arrowTable({ path: join(folder.path, filename), name: `${name}/${filename}` }),
    ),
  );
  const [first] = shards;
  for (const shard of shards) checkColumns(shard, first!);
  const classes = codedClasses(description.features);
  const starts: number[] = [];
  let reading = 0;
  async function* rows(wanted: readonly number[]): AsyncGenerator<TableRow> {
    let count = 0;
    for (const [index, shard] of shards.entries()) {
      reading = index;
      starts[index] = count;
      for await (const { cells } of shard.rows(wanted)) yield { cells, number: count++ };
    }
  }
  return {
    ...first!,
    name,
    codedClassesOf: (column) => classes.get(first!.columns[column]!) ?? first!.codedClassesOf?.(column),
    fraction: () => (reading + shards[reading]!.fraction()) / shards.length,
    placeOf: (row) => {
      const index = starts.findLastIndex((start) => start <= row);
      return shards[index]!.placeOf(row - starts[index]!);
    },
    rows,
  };
}

async function readJson<Schema extends z.ZodType>(
  { path, name }: GivenPath,
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  let text: string;
  try {
    text = await readFile(join(path, file), 'utf8');
  } catch (cause) {
    const held = (await readdir(path)).sort().slice(0, 20).join(', ') || 'nothing';
    throw new DataError(
      `${name} holds no ${file}, expected a folder that save_to_disk of Hugging Face datasets wrote; it holds ${held}: ` +
        'name the folder of one split (source.train.folder)',
      { cause },
    );
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new DataError(
      `${name}/${file} is not what Hugging Face datasets writes (${reason.replaceAll('\n', ' ')}): save the data again`,
      { cause },
    );
  }
}

function checkColumns(shard: Table, first: Table): void {
  if (shard.columns.join('\0') === first.columns.join('\0')) return;
  throw new DataError(
    `${shard.name} has the columns ${shard.columns.join(', ')}, expected those of ${first.name}: ${first.columns.join(', ')}`,
  );
}
