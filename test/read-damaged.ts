import { writeFileSync } from 'node:fs';
import { DataError } from '../src/datasets/data-error.ts';
import { codeLabels } from '../src/datasets/import/code-labels.ts';
import { importSource, readSplit } from '../src/datasets/import/source.ts';

/** What became of damaged data: a refusal, the same data all the same, other data, or an error that names nothing. */
export interface Outcome {
  kind: 'refused' | 'same' | 'other' | 'nameless';
  message?: string;
}

/** What a file is read as, as one text that can be compared. */
export async function readAll(path: string, name: string, source: object): Promise<string> {
  const split = (await readSplit({ path, name }, importSource.parse(source), 'train'))!;
  const { inputs } = split;
  if (!('subarray' in inputs.values)) throw new Error('small data stay in memory');
  const coded = codeLabels(split, undefined);
  return JSON.stringify([inputs.shape, [...inputs.values], coded.classes, [...coded.train]]);
}

/** Reads damaged bytes and compares with what the whole ones hold. */
export async function readDamaged(
  path: string,
  { bytes, source, whole }: { bytes: Uint8Array; source: object; whole: string },
): Promise<Outcome> {
  writeFileSync(path, bytes);
  try {
    return { kind: (await readAll(path, 'data', source)) === whole ? 'same' : 'other' };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      kind: error instanceof DataError && error.message.startsWith('data') ? 'refused' : 'nameless',
      message,
    };
  }
}
