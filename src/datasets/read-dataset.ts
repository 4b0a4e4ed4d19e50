import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetDescription, type DatasetDescription } from '../artifacts/dataset.ts';
import { TensorFile } from '../tensors/safetensors/safetensors.ts';
import { DataError } from './data-error.ts';
import { decodeInputs } from './decode-inputs.ts';
import { sampleRows } from './sample-rows.ts';

/** Training samples drawn from a dataset, decoded to what the network sees. */
export interface Subset {
  description: DatasetDescription;
  /** x^0, [D, n_0], row-major. */
  inputs: Float64Array;
  /** Class numbers, [D]. */
  labels: Int32Array;
  /** Row numbers in the training pool, [D], in the order drawn. */
  rows: Int32Array;
}

/** Reads and checks `dataset.json` of a dataset folder. */
export async function readDescription(folder: string): Promise<DatasetDescription> {
  const file = join(folder, 'dataset.json');
  const parsed = datasetDescription.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new DataError(`${file} does not describe a dataset: ${issues.join('; ')}`);
}

/** Draws `size` training samples uniformly without replacement by the subset seed (reading R18), reading only their rows. */
export async function readSubset(folder: string, request: { size: number; seed: number }): Promise<Subset> {
  const description = await readDescription(folder);
  const { name, classes, train } = description;
  const { size, seed } = request;
  if (size > train.samples) {
    throw new DataError(
      `the subset asks for ${size} samples, but dataset ${name} has ${train.samples} training samples: ` +
        `ask for at most ${train.samples} (sizes of the experiment in pipeline.yaml) or make the dataset larger`,
    );
  }
  const rows = sampleRows(train.samples, size, seed);
  using file = TensorFile.open(join(folder, 'dataset.safetensors'));
  const positions =
    train.stored === undefined ? rows : storedPositions(file.read('train.rows', 'I32'), rows, name);
  const labels = file.gatherRows('train.labels', 'I32', positions);
  const type = description.encoding.type === 'uint8' ? 'U8' : 'F64';
  const inputs = decodeInputs(file.gatherRows('train.inputs', type, positions), description);
  checkLabels(labels, rows, name, classes);
  checkFinite(inputs, rows, name);
  checkNonZero(inputs, name, request);
  return { description, inputs, labels, rows };
}

/** Where the drawn rows lie among the stored ones, which are ascending. */
function storedPositions(stored: Int32Array, rows: Int32Array, dataset: string): Int32Array {
  const position = new Map(Array.from(stored, (row, index) => [row, index]));
  return rows.map((row) => {
    const found = position.get(row);
    if (found !== undefined) return found;
    throw new DataError(
      `dataset ${dataset} holds the inputs of ${stored.length} training samples only, and training row ${row} is not among them: ` +
        'name this subset seed and size in the stage that makes it (with.seeds, with.largestSubset)',
    );
  });
}

function checkLabels(labels: Int32Array, rows: Int32Array, dataset: string, classes: string[]): void {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes.length);
  if (wrong < 0) return;
  throw new DataError(
    `dataset ${dataset}, training row ${rows[wrong]!}: label ${labels[wrong]!} is outside the ${classes.length} classes ` +
      `0 to ${classes.length - 1} (${classes.join(', ')}): correct the labels or the classes of the stage that makes it`,
  );
}

function checkFinite(inputs: Float64Array, rows: Int32Array, dataset: string): void {
  const wrong = inputs.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  const columns = inputs.length / rows.length;
  throw new DataError(
    `dataset ${dataset}, training row ${rows[Math.floor(wrong / columns)]!}, column ${wrong % columns}: ` +
      `the input is ${inputs[wrong]!}, expected a finite number: remove or fill such values in the stage that makes it`,
  );
}

/** Of squares that are all 0 no direction is left, whether the inputs are 0 or below 1e-162 in size. */
function checkNonZero(
  inputs: Float64Array,
  dataset: string,
  { size, seed }: { size: number; seed: number },
): void {
  if (inputs.some((value) => value * value > 0)) return;
  throw new DataError(
    `dataset ${dataset}: the inputs of all ${size} samples of subset seed ${seed} are 0, or so small that their squares are, ` +
      'expected inputs that differ from 0: ask for more samples, another seed, or larger inputs (with.scale of the stage that makes it)',
  );
}
