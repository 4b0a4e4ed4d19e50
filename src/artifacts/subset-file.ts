import { join } from 'node:path';
import { TensorFile, writeTensors } from '../tensors/safetensors/safetensors.ts';
import type { StoredTensor } from '../tensors/safetensors/safetensors.ts';

interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** The samples of one training as `subset.safetensors` keeps them. */
export interface SubsetTensors {
  /** Inputs as the network sees them: coordinates [D, r] of the compressed inputs, or x^0 [D, n_0]. */
  readonly inputs: Rows;
  /** Class numbers [D]. */
  readonly labels: Int32Array;
  /** Row numbers in the training pool [D]. */
  readonly rows: Int32Array;
  /**
   * Qᵀ [r, n_0] of the compression, absent where there is none: inputs = X Q, X = inputs · Qᵀ. The full first layer of a
   * snapshot is A^1_0 + Q (A' − QᵀA^1_0), with A^1_0 drawn again from the network seed of run.json.
   */
  readonly basis?: Rows | undefined;
}

/** Writes `subset.safetensors`: `inputs`, `labels`, `rows`, and `basis` where the inputs are compressed. */
export function writeSubset(folder: string, subset: SubsetTensors): void {
  const stored = ({ rows, columns, data }: Rows): StoredTensor => ({ shape: [rows, columns], values: data });
  writeTensors(join(folder, 'subset.safetensors'), {
    inputs: stored(subset.inputs),
    labels: { shape: [subset.labels.length], values: subset.labels },
    rows: { shape: [subset.rows.length], values: subset.rows },
    ...(subset.basis && { basis: stored(subset.basis) }),
  });
}

/** Reads inputs and labels of `subset.safetensors`, as the network saw them in training. */
export function readSubsetTensors(folder: string): Pick<SubsetTensors, 'inputs' | 'labels'> {
  using file = TensorFile.open(join(folder, 'subset.safetensors'));
  const labels = file.read('labels', 'I32');
  const data = file.read('inputs', 'F64');
  return { inputs: { rows: labels.length, columns: data.length / labels.length, data }, labels };
}
