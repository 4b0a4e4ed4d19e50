/** A column that varies by less than this part of its size holds one value and the noise of rounding. */
const NOISE = 2 ** -44;

/**
 * Numerical rank of the rows of X [rows, columns], at any offset and scale of the columns. X is taken apart into its
 * column means μ and the rest, of which each column is divided by its largest entry; the rank is that of the rest, and one
 * more where μ is not a combination of its rows. That is found by a pivoted Cholesky factorisation of the Gram matrix,
 * stopped when the largest remaining diagonal entry falls to 1e-12 of the largest at the start (a singular value of about
 * 1e-6 of the largest). Costs rows² · columns multiplications.
 */
export function numericalRank(inputs: Float64Array, rows: number): number {
  const columns = inputs.length / rows;
  const rest = new Float64Array((rows + 1) * columns);
  const means = rest.subarray(rows * columns);
  let fixed = false;
  for (let column = 0; column < columns; column++) {
    const { mean, deviation, size } = spreadOf(inputs, rows, column);
    if (deviation <= NOISE * size) {
      if (size > 0) fixed = true;
      continue;
    }
    for (let row = 0; row < rows; row++)
      rest[row * columns + column] = (inputs[row * columns + column]! - mean) / deviation;
    means[column] = mean / deviation;
  }
  // A column that never varies and is not 0 is in no combination of the centred rows.
  if (fixed) return Math.min(rows, factorRank(rest.subarray(0, rows * columns), rows) + 1);
  const largest = means.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (largest > 0) for (let column = 0; column < columns; column++) means[column]! /= largest;
  return Math.min(rows, columns, factorRank(rest, rows + 1));
}

function spreadOf(
  inputs: Float64Array,
  rows: number,
  column: number,
): { mean: number; deviation: number; size: number } {
  const columns = inputs.length / rows;
  const first = inputs[column]!;
  let mean = first;
  for (let row = 0; row < rows; row++) mean += (inputs[row * columns + column]! - first) / rows;
  let deviation = 0;
  let size = 0;
  for (let row = 0; row < rows; row++) {
    const value = inputs[row * columns + column]!;
    deviation = Math.max(deviation, Math.abs(value - mean));
    size = Math.max(size, Math.abs(value));
  }
  return { mean, deviation, size };
}

function factorRank(inputs: Float64Array, rows: number): number {
  const columns = inputs.length / rows;
  const gram = gramMatrix(inputs, rows, columns);
  const remaining = Float64Array.from({ length: rows }, (_, row) => gram[row * rows + row]!);
  const threshold = 1e-12 * Math.max(...remaining);
  const factor = new Float64Array(rows * rows);
  for (let rank = 0; rank < rows; rank++) {
    let pivot = 0;
    for (let row = 1; row < rows; row++) if (remaining[row]! > remaining[pivot]!) pivot = row;
    if (remaining[pivot]! <= threshold) return rank;
    const root = Math.sqrt(remaining[pivot]!);
    for (let row = 0; row < rows; row++) {
      let entry = gram[row * rows + pivot]!;
      for (let k = 0; k < rank; k++) entry -= factor[row * rows + k]! * factor[pivot * rows + k]!;
      factor[row * rows + rank] = entry / root;
      remaining[row]! -= (entry / root) ** 2;
    }
    remaining[pivot] = 0;
  }
  return rows;
}

function gramMatrix(inputs: Float64Array, rows: number, columns: number): Float64Array {
  const gram = new Float64Array(rows * rows);
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let column = 0; column < columns; column++)
        sum += inputs[a * columns + column]! * inputs[b * columns + column]!;
      gram[a * rows + b] = sum;
      gram[b * rows + a] = sum;
    }
  }
  return gram;
}
