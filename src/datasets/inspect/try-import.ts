import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetDescription } from '../../artifacts/dataset.ts';
import { TensorFileError } from '../../tensors/safetensors/tensor-file-error.ts';
import { TensorFile } from '../../tensors/safetensors/safetensors.ts';
import { DataError } from '../data-error.ts';
import { decodeInputs } from '../decode-inputs.ts';
import type { GivenPath } from '../find-file.ts';
import { importDataset, importSettings } from '../import/import-dataset.ts';

/** What an import gives: the dataset, and its first inputs as a network would see them. */
export interface Trial {
  description: DatasetDescription;
  /** One array a sample, and the number of its class. */
  first: { inputs: Float64Array; label: number }[];
}

/** Why an import is refused. */
export interface Refusal {
  refused: string;
}

const SHOWN = 3;

/** Imports data into a temporary folder, as a stage would, and looks at what comes out. */
export async function tryImport(given: GivenPath, source: object): Promise<Trial | Refusal> {
  const folder = await mkdtemp(join(tmpdir(), 'eos-data-'));
  try {
    const settings = importSettings.parse({ name: 'trial', attribution: 'trial', source });
    const description = await importDataset(given, folder, settings);
    return { description, first: firstSamples(join(folder, 'dataset.safetensors'), description) };
  } catch (error) {
    if (error instanceof DataError || error instanceof TensorFileError) return { refused: error.message };
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function firstSamples(path: string, description: DatasetDescription): Trial['first'] {
  using file = TensorFile.open(path);
  const count = Math.min(SHOWN, description.train.samples);
  const type = description.encoding.type === 'uint8' ? 'U8' : 'F64';
  const labels = file.readRows('train.labels', 'I32', 0, count);
  return Array.from(labels, (label, row) => ({
    inputs: decodeInputs(file.readRows('train.inputs', type, row, 1), description),
    label,
  }));
}
