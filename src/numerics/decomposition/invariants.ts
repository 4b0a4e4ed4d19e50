import type { LayerDecomposition } from './layer-decomposition.ts';
import type { SpectrumEnds } from './spectrum.ts';

/** A relation that holds exactly is violated: the numbers of this snapshot are wrong. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Allowed relative errors: of identities that hold to rounding, and of bounds that involve eigenvalues from an iteration. */
const limits = {
  float64: { identity: 1e-10, eigenvalue: 1e-5 },
  float32: { identity: 1e-5, eigenvalue: 1e-3 },
} as const;

/**
 * Largest relative error of Eq. 7 over the layers: E‖Δ^k‖² = Π_χ^k P_{χ,Δ/χ}^k Π_J^k P_{Δ,J}^k E‖Δ^L‖², k = 1..L−1.
 * @param layers the decomposition
 * @returns max_k |right/left − 1|
 */
export function decompositionError(layers: LayerDecomposition): number {
  const last = layers.meanSquaredNormDelta.at(-1)!;
  const errors = layers.activationRatioProduct.map((activationRatio, k) => {
    const product =
      activationRatio *
      layers.chiAlignmentProduct[k]! *
      layers.jacobianNormProduct[k]! *
      layers.jacobianAlignmentProduct[k]! *
      last;
    return Math.abs(product / layers.meanSquaredNormDelta[k]! - 1);
  });
  return Math.max(...errors);
}

/**
 * Checks everything that must hold on a snapshot.
 *
 * Eq. 7 and Hessian = G + H to 1e-10; max_i E‖K^i‖² ≤ E‖K‖² ≤ Σ_i E‖K^i‖², on the right the upper bound of Eq. 8; 0 ≤ ρ(K) ≤ 1;
 * and by Weyl's inequality λ_1(G) + λ_min(H) ≤ λ_max(Hessian) ≤ λ_1(G) + λ_max(H), which shows a missed eigenvalue.
 * @param layers the decomposition
 * @param ends of the spectra
 * @param errors relative errors of Eq. 7, absent where there are no ratios (`missingRatios`), and of the split into G + H
 * @param precision of the products: in float32, 1e-5 takes the place of 1e-10
 * @throws {InvariantError} with the numbers, when one does not hold
 */
export function assertInvariants(
  layers: LayerDecomposition,
  ends: SpectrumEnds,
  errors: { decomposition?: number; split: number },
  precision: keyof typeof limits = 'float64',
): void {
  const { identity: identityLimit, eigenvalue: eigenvalueLimit } = limits[precision];
  const { meanSquaredNormK: whole, meanSquaredNormDelta: parts } = layers;
  const largest = Math.max(...parts);
  const sum = parts.reduce((total, part) => total + part, 0);
  const top = ends.gaussNewton.largest;
  const overlap = top / whole;
  const slack =
    eigenvalueLimit * (Math.abs(top) + Math.abs(ends.residual.smallest) + Math.abs(ends.residual.largest));
  const ratios = errors.decomposition !== undefined;
  demand(
    errors.decomposition === undefined || errors.decomposition <= identityLimit,
    `Eq. 7 holds to ${errors.decomposition}, expected ${identityLimit}`,
  );
  demand(
    errors.split <= identityLimit,
    `Hessian·v = G·v + H·v holds to ${errors.split}, expected ${identityLimit}`,
  );
  demand(
    largest <= whole * (1 + identityLimit) && whole <= sum * (1 + identityLimit),
    `E‖K‖² = ${whole} does not lie between max E‖K^i‖² = ${largest} and Σ E‖K^i‖² = ${sum}`,
  );
  demand(
    !ratios || (overlap >= 0 && overlap <= 1 + eigenvalueLimit),
    `ρ(K) = λ_1(G)/E‖K‖² = ${top}/${whole} = ${overlap} does not lie between 0 and 1`,
  );
  demand(
    ends.hessian.largest >= top + ends.residual.smallest - slack &&
      ends.hessian.largest <= top + ends.residual.largest + slack,
    `λ_max(Hessian) = ${ends.hessian.largest} does not lie between λ_1(G) + λ_min(H) = ` +
      `${top + ends.residual.smallest} and λ_1(G) + λ_max(H) = ${top + ends.residual.largest}: an eigenvalue was missed`,
  );
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new InvariantError(message);
}
