/**
 * Numerical rank of the rows of X [rows, columns]: pivoted Cholesky factorisation of the Gram matrix XXᵀ, stopped when
 * the largest remaining diagonal entry falls to 1e-12 of the largest at the start (a singular value of about 1e-6 of
 * the largest). Costs rows² · columns multiplications.
 */
export function numericalRank(inputs: Float64Array, rows: number): number {
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
