import type { SnapshotAnalysis } from '../../../artifacts/analysis.ts';
import type { QuantityFormat } from '../../paper/format-number.ts';
import { components } from '../tables/snapshot-columns.ts';
import { counterfactualSharpness, residualSharpness } from '../inputs/snapshots.ts';

/** A number of section 5 that every analysed run has, and which extreme over runs the paper states. */
export interface Quantity {
  id: string;
  /** Plain words. */
  name: string;
  /** TeX. */
  symbol: string;
  extreme: 'largest' | 'smallest';
  format: QuantityFormat;
  /** From the analysed snapshots of one run, in order of iteration; at least one. */
  measure: (snapshots: readonly SnapshotAnalysis[]) => number;
}

type Read = (snapshot: SnapshotAnalysis, first: SnapshotAnalysis) => number;

/** Largest of a value over the snapshots. */
function largestOf(value: Read): Quantity['measure'] {
  return (snapshots) => Math.max(...snapshots.map((snapshot) => value(snapshot, snapshots[0]!)));
}

/** Largest ratio of a value to its first analysed value (R11). */
function growthOf(value: (snapshot: SnapshotAnalysis) => number): Quantity['measure'] {
  return largestOf((snapshot, first) => value(snapshot) / value(first));
}

const componentSymbols = [
  String.raw`\Pi_\chi^1`,
  String.raw`P_{\chi,\Delta/\chi}^1`,
  String.raw`\Pi_J^1`,
  String.raw`P_{\Delta,J}^1`,
  String.raw`\mathbb{E}\|\Delta^L\|^2`,
];
const componentNames = [
  'Growth of the product of activation ratios',
  'Growth of the alignment of activation ratios',
  'Growth of the product of layerwise Jacobian norms',
  'Growth of the layerwise Jacobian alignment',
  'Growth of the output term',
];

/** The quantities of the discussion, in the order of section 5. */
export const quantities: readonly Quantity[] = [
  {
    id: 'hessian-growth',
    name: 'Growth of the sharpness of the loss Hessian',
    symbol: String.raw`\lambda_1(\mathcal{H}_\theta\tilde{\mathcal{L}})`,
    extreme: 'largest',
    format: 'factor',
    measure: growthOf((s) => s.hessian.largest),
  },
  {
    id: 'residual-sharpness',
    name: 'Sharpness of H',
    symbol: String.raw`\max_m|\lambda_m(H)|`,
    extreme: 'largest',
    format: 'number',
    measure: largestOf(residualSharpness),
  },
  {
    id: 'residual-share',
    name: 'Sharpness of H relative to the loss Hessian',
    symbol: String.raw`\max_m|\lambda_m(H)|\,/\,\lambda_1(\mathcal{H}_\theta\tilde{\mathcal{L}})`,
    extreme: 'largest',
    format: 'percent',
    measure: largestOf((s) => residualSharpness(s) / s.hessian.largest),
  },
  {
    id: 'gauss-newton-distance',
    name: 'Distance of the sharpness of G from the loss Hessian',
    symbol: String.raw`|\lambda_1(G)-\lambda_1(\mathcal{H}_\theta\tilde{\mathcal{L}})|\,/\,\lambda_1(\mathcal{H}_\theta\tilde{\mathcal{L}})`,
    extreme: 'largest',
    format: 'percent',
    measure: largestOf((s) => Math.abs(s.gaussNewton.largest - s.hessian.largest) / s.hessian.largest),
  },
  {
    id: 'overlap-growth',
    name: 'Growth of the overlap ratio',
    symbol: String.raw`\rho(K)`,
    extreme: 'largest',
    format: 'factor',
    measure: growthOf((s) => s.overlapRatio),
  },
  {
    id: 'later-layer-ratio',
    name: 'Largest later layer relative to the first',
    symbol: String.raw`\max_{i>1}\mathbb{E}\|K^i\|^2\,/\,\mathbb{E}\|K^1\|^2`,
    extreme: 'largest',
    format: 'factor',
    measure: largestOf((s) => Math.max(...s.meanSquaredNormDelta.slice(1)) / s.meanSquaredNormDelta[0]!),
  },
  ...[4, 0, 1, 2, 3].map((index): Quantity => ({
    id: `${components[index]!.name.replaceAll('_', '-')}-growth`,
    name: componentNames[index]!,
    symbol: componentSymbols[index]!,
    extreme: 'largest',
    format: 'factor',
    measure: growthOf(components[index]!.value),
  })),
  {
    id: 'stable-learning-rate',
    name: 'Stable learning rate had the Jacobians not aligned further',
    symbol: String.raw`2\,/\,\lambda`,
    extreme: 'smallest',
    format: 'small',
    measure: (snapshots) =>
      Math.min(...snapshots.map((snapshot) => 2 / counterfactualSharpness(snapshot, snapshots[0]!))),
  },
];
