import { TensorFile, writeTensors } from '../tensors/safetensors/safetensors.ts';

/** One row of `iterations.safetensors`: what is recorded of one iteration, one column a quantity. */
export interface IterationRow {
  /** With a solver whose steps have any length, flow time in units of η. */
  readonly iteration: number;
  /** Flow time t. */
  readonly time: number;
  readonly loss: number;
  /** Δt. */
  readonly stepSize: number;
  /** Signed, by descending magnitude: [pairs], the same number in every row. */
  readonly eigenvalues: Float64Array;
  /** max over the pairs that were to converge of ‖Hv − λv‖ / |λ_1|. */
  readonly residual: number;
  /** Directions multiplied by the Hessian, in blocks of as many as there are pairs. */
  readonly blockProducts: number;
  /** Eigenpairs whose factor φ the cap cut (reading R7). */
  readonly capped: number;
  /** ‖local error‖₂ of the step, estimated. */
  readonly errorEstimate?: number;
  /** Gradients that formed the step; 0 for a point inside one. */
  readonly stages?: number;
  /** Attempts at the step that were rejected. */
  readonly rejected?: number;
  /** Gradients since the start. */
  readonly gradients?: number;
}

const scalars = ['iteration', 'time', 'loss', 'stepSize', 'residual', 'blockProducts', 'capped'] as const;

/** Columns that a solver may leave out; NaN in the rows without a value. */
const optionalScalars = ['errorEstimate', 'stages', 'rejected', 'gradients'] as const;

/** Writes the columns of all rows, F64; `eigenvalues` is [rows, pairs]. */
export function writeIterations(path: string, rows: readonly IterationRow[]): void {
  const pairs = rows[0]?.eigenvalues.length ?? 0;
  const eigenvalues = new Float64Array(rows.length * pairs);
  for (const [index, row] of rows.entries()) eigenvalues.set(row.eigenvalues, index * pairs);
  const present = optionalScalars.filter((name) => rows.some((row) => row[name] !== undefined));
  const columns = [...scalars, ...present].map((name) => [
    name,
    { shape: [rows.length], values: Float64Array.from(rows, (row) => row[name] ?? Number.NaN) },
  ]);
  writeTensors(path, {
    ...(Object.fromEntries(columns) as Record<string, { shape: number[]; values: Float64Array }>),
    eigenvalues: { shape: [rows.length, pairs], values: eigenvalues },
  });
}

/** Reads what `writeIterations` wrote. */
export function readIterations(path: string): IterationRow[] {
  using file = TensorFile.open(path);
  const [iteration, time, loss, stepSize, residual, blockProducts, capped] = scalars.map((name) =>
    file.read(name, 'F64'),
  );
  const optional = optionalScalars
    .filter((name) => file.tensors.has(name))
    .map((name) => [name, file.read(name, 'F64')] as const);
  const eigenvalues = file.read('eigenvalues', 'F64');
  const pairs = iteration!.length === 0 ? 0 : eigenvalues.length / iteration!.length;
  return Array.from(iteration!, (value, row) => ({
    iteration: value,
    time: time![row]!,
    loss: loss![row]!,
    stepSize: stepSize![row]!,
    eigenvalues: eigenvalues.slice(row * pairs, (row + 1) * pairs),
    residual: residual![row]!,
    blockProducts: blockProducts![row]!,
    capped: capped![row]!,
    ...Object.fromEntries(
      optional
        .map(([name, values]) => [name, values[row]!] as const)
        .filter(([, entry]) => !Number.isNaN(entry)),
    ),
  }));
}
