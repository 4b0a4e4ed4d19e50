/**
 * The unit eigenvector of a Lanczos tridiagonal matrix at one of its eigenvalues.
 *
 * Pivots of T_k − θI from the top and from the bottom meet in the row where it is nearest to singular, and the components
 * follow from there by quotients only, each to high relative accuracy (twisted factorisation; Dhillon and Parlett 2004). Cost O(k).
 * @param diagonal a, the first k entries are used
 * @param coupling b, the first k − 1 entries are used
 * @param order k ≥ 1
 * @param value θ, an eigenvalue of T_k
 * @returns s, [k]; new memory
 */
export function ritzComponents(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  value: number,
): Float64Array {
  const norm = fillComponents(diagonal, coupling, order, value);
  return components.slice(0, order).map((component) => component / norm);
}

/**
 * ‖r‖ of a Ritz pair of a Lanczos process: b_k |s_k|, s the unit eigenvector of T_k.
 * @param diagonal a, the first k entries are used
 * @param coupling b, the first k entries are used
 * @param order k ≥ 1
 * @param value θ, an eigenvalue of T_k
 * @returns ‖Mx − θx‖ of the unit Ritz vector x
 */
export function ritzResidual(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  value: number,
): number {
  const norm = fillComponents(diagonal, coupling, order, value);
  return coupling[order - 1]! * Math.abs(components[order - 1]! / norm);
}

/** Memory of one call, since an analysis makes some ten thousand. */
let [fromTop, fromBottom, components] = memoryFor(64);

function memoryFor(order: number): [Float64Array, Float64Array, Float64Array] {
  return [new Float64Array(order), new Float64Array(order), new Float64Array(order)];
}

/** Fills `components` with an eigenvector; returns its length. */
function fillComponents(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  value: number,
): number {
  if (order > components.length) [fromTop, fromBottom, components] = memoryFor(2 * order);
  const tiny = -Number.EPSILON * (Math.abs(value) + Math.abs(coupling[0]!)) || -Number.MIN_VALUE;
  for (let j = 0; j < order; j++) {
    const carried = j === 0 ? 0 : coupling[j - 1]! ** 2 / fromTop[j - 1]!;
    fromTop[j] = diagonal[j]! - value - carried || tiny;
  }
  for (let j = order - 1; j >= 0; j--) {
    const carried = j === order - 1 ? 0 : coupling[j]! ** 2 / fromBottom[j + 1]!;
    fromBottom[j] = diagonal[j]! - value - carried || tiny;
  }
  let twist = 0;
  let smallest = Infinity;
  for (let j = 0; j < order; j++) {
    const meeting = Math.abs(fromTop[j]! + fromBottom[j]! - (diagonal[j]! - value));
    if (meeting < smallest) {
      twist = j;
      smallest = meeting;
    }
  }
  components[twist] = 1;
  let squared = 1;
  for (let j = twist - 1; j >= 0; j--) {
    components[j] = (components[j + 1]! * -coupling[j]!) / fromTop[j]!;
    squared += components[j]! ** 2;
  }
  for (let j = twist + 1; j < order; j++) {
    components[j] = (components[j - 1]! * -coupling[j - 1]!) / fromBottom[j]!;
    squared += components[j]! ** 2;
  }
  return Math.sqrt(squared);
}
