import { TensorFile, writeTensors } from '../tensors/safetensors.ts';

/** One row of `iterations.safetensors`; the columns are described in run.ts. */
export interface IterationRow {
  readonly iteration: number;
  readonly time: number;
  readonly loss: number;
  readonly stepSize: number;
  /** [pairs], the same number in every row. */
  readonly eigenvalues: Float64Array;
  readonly residual: number;
  readonly blockProducts: number;
  readonly capped: number;
  readonly errorEstimate?: number;
  readonly stages?: number;
  readonly rejected?: number;
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
