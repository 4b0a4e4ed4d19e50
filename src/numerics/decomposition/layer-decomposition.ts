import type { SampleNorms } from './sample-norms.ts';

/** Everything in section 2.2 that follows from per-sample norms; lists run over layers 1..L, or 1..L−1 where said. */
export interface LayerDecomposition {
  /** E‖K‖². */
  meanSquaredNormK: number;
  /** E‖K^i‖² = E‖Δ^i‖², i = 1..L. */
  meanSquaredNormDelta: number[];
  /** E(χ^i)², i = 1..L−1. */
  meanSquaredActivationRatio: number[];
  /** r(χ^i, Δ^i/χ^i), i = 1..L−1. */
  alignmentRatioChi: number[];
  /** E‖J^i‖², i = 1..L−1. */
  meanSquaredNormLayerwiseJacobian: number[];
  /** r(Δ^{i+1}, J^i), i = 1..L−1. */
  alignmentRatioDeltaJacobian: number[];
  /** Π_χ^k, k = 1..L−1. */
  activationRatioProduct: number[];
  /** P_{χ,Δ/χ}^k, k = 1..L−1. */
  chiAlignmentProduct: number[];
  /** Π_J^k, k = 1..L−1. */
  jacobianNormProduct: number[];
  /** P_{Δ,J}^k, k = 1..L−1. */
  jacobianAlignmentProduct: number[];
}

/**
 * Alignment ratios and products of the decomposition (Eq. 4 to 7, reading R10: all products run over i = k..L−1).
 *
 * The parts of K (Eq. 4) are as large as Δ^i of the recursion (Eq. 5): E‖K^i‖² = E‖Δ^i‖².
 * (χ^i)² = (1 + ‖x^{i−1}‖²)/(1 + ‖x^i‖²), ‖Δ^i‖² = (1 + ‖x^{i−1}‖²)‖R B^i‖², ‖Δ^i/χ^i‖² = ‖Δ^{i+1} J^i‖² = (1 + ‖x^i‖²)‖R B^i‖²,
 * r(Δ^{i+1}, J^i) = E‖Δ^{i+1} J^i‖²/(E‖Δ^{i+1}‖² E‖J^i‖²), r(χ^i, Δ^i/χ^i) = E‖Δ^i‖²/(E(χ^i)² E‖Δ^i/χ^i‖²).
 * @param norms squared norms of every sample
 * @returns expectations, ratios and products; new memory
 */
export function layerDecomposition(norms: SampleNorms): LayerDecomposition {
  const { activation, curvedJacobian, layerwiseJacobian, k } = norms;
  const layers = layerwiseJacobian.map((_, i) => i);
  const delta = curvedJacobian.map((norm, i) => mean(norm, (value, s) => (1 + activation[i]![s]!) * value));
  const chi = layers.map((i) =>
    mean(activation[i]!, (value, s) => (1 + value) / (1 + activation[i + 1]![s]!)),
  );
  const quotient = layers.map((i) =>
    mean(curvedJacobian[i]!, (value, s) => (1 + activation[i + 1]![s]!) * value),
  );
  const jacobian = layerwiseJacobian.map((norm) => mean(norm, (value) => value));
  const alignmentRatioChi = layers.map((i) => delta[i]! / (chi[i]! * quotient[i]!));
  const alignmentRatioDeltaJacobian = layers.map((i) => quotient[i]! / (delta[i + 1]! * jacobian[i]!));
  return {
    meanSquaredNormK: mean(k, (value) => value),
    meanSquaredNormDelta: delta,
    meanSquaredActivationRatio: chi,
    alignmentRatioChi,
    meanSquaredNormLayerwiseJacobian: jacobian,
    alignmentRatioDeltaJacobian,
    activationRatioProduct: productsToTheEnd(chi),
    chiAlignmentProduct: productsToTheEnd(alignmentRatioChi),
    jacobianNormProduct: productsToTheEnd(jacobian),
    jacobianAlignmentProduct: productsToTheEnd(alignmentRatioDeltaJacobian),
  };
}

/** Means below this are the last digits of an underflow. */
const smallestMean = 1e-280;

/**
 * Says why ratios of a decomposition have no value: at saturation every factor of a product may be too small for float64, and
 * 0/0 is no ratio.
 * @param layers the decomposition
 * @returns the first mean that no ratio can be formed with; undefined where all ratios have values
 */
export function missingRatios(layers: LayerDecomposition): string | undefined {
  const { meanSquaredNormK, meanSquaredNormDelta, meanSquaredNormLayerwiseJacobian } = layers;
  const means: [string, number][] = [
    ['E‖K‖²', meanSquaredNormK],
    ...meanSquaredNormDelta.map((value, i): [string, number] => [`E‖Δ^${i + 1}‖²`, value]),
    ...meanSquaredNormLayerwiseJacobian.map((value, i): [string, number] => [`E‖J^${i + 1}‖²`, value]),
  ];
  const unfit = means.find(([, value]) => !(value >= smallestMean && value < Infinity));
  return unfit && `${unfit[0]} is ${unfit[1]}`;
}

function mean(values: Float64Array, term: (value: number, sample: number) => number): number {
  let sum = 0;
  for (let sample = 0; sample < values.length; sample++) sum += term(values[sample]!, sample);
  return sum / values.length;
}

/** Π_{i≥k} factors_i for every k. */
function productsToTheEnd(factors: readonly number[]): number[] {
  const products = factors.slice();
  for (let k = factors.length - 2; k >= 0; k--) products[k]! *= products[k + 1]!;
  return products;
}
