import { TensorFile } from '../../../tensors/safetensors/safetensors.ts';

/** What a run recorded at every iteration: one entry an iteration in each column. */
export interface TrainingHistory {
  iteration: Float64Array;
  time: Float64Array;
  loss: Float64Array;
  stepSize: Float64Array;
  /** λ_1 and λ_{k+1}, signed, by magnitude. */
  sharpness: Float64Array;
  limitEigenvalue: Float64Array;
  residual: Float64Array;
  blockProducts: Float64Array;
  /** Estimated local error of the step; NaN in iterations without an estimate. */
  errorEstimate: Float64Array;
}

/** Reads `iterations.safetensors`; `run` names the run in errors. */
export function readTrainingHistory(file: string, run: string): TrainingHistory {
  using tensors = TensorFile.open(file);
  const column = (name: string) => readNumbers(tensors, name, run);
  const iteration = column('iteration');
  const eigenvalues = column('eigenvalues');
  const pairs = iteration.length === 0 ? 0 : eigenvalues.length / iteration.length;
  if (!Number.isInteger(pairs)) {
    throw new RangeError(
      `run ${run}: ${eigenvalues.length} eigenvalues do not divide among ${iteration.length} iterations: ${file} is damaged, train again`,
    );
  }
  return {
    iteration,
    time: column('time'),
    loss: column('loss'),
    stepSize: column('stepSize'),
    sharpness: iteration.map((_, row) => eigenvalues[row * pairs] ?? Number.NaN),
    limitEigenvalue: iteration.map((_, row) =>
      pairs > 1 ? eigenvalues[(row + 1) * pairs - 1]! : Number.NaN,
    ),
    residual: column('residual'),
    blockProducts: column('blockProducts'),
    errorEstimate: tensors.tensors.has('errorEstimate')
      ? column('errorEstimate')
      : iteration.map(() => Number.NaN),
  };
}

function readNumbers(file: TensorFile, name: string, run: string): Float64Array {
  const place = file.tensors.get(name);
  if (place === undefined) {
    throw new RangeError(
      `run ${run}: ${file.path} has no column ${name}, only ${[...file.tensors.keys()].join(', ')}`,
    );
  }
  return Float64Array.from<number | bigint>(file.readNumbers(name), Number);
}
