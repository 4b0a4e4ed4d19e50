import type { SnapshotAnalysis } from '../../../artifacts/analysis.ts';
import { counterfactualSharpness, stableLearningRate } from '../../../numerics/statistics/counterfactual.ts';
import { changeOverTraining } from '../../../numerics/statistics/training-series.ts';
import type { QuantityFormat } from '../../paper/format-number.ts';
import { paperBounds } from '../../paper/numbers.ts';
import { residualSharpness } from '../inputs/snapshots.ts';
import { factors, type Factor } from '../tables/factors.ts';

/** A number of section 5 that every analysed run has, and which extreme over runs the paper states. */
export interface Quantity {
  id: string;
  /** Plain words. */
  name: string;
  /** TeX. */
  symbol: string;
  extreme: 'largest' | 'smallest';
  format: QuantityFormat;
  /** What the paper says of it over all its experiments; absent where it depends on the criterion. */
  paper?: number;
  /** From the analysed snapshots of one run, in order of iteration; at least one. */
  read: (snapshots: readonly SnapshotAnalysis[]) => number;
}

/** A quantity of which the paper states a number over all experiments. */
type Stated = Quantity & { paper: number };

type Words = Pick<Stated, 'id' | 'name' | 'symbol' | 'paper'>;

/** Largest of a value over the snapshots. */
function largest(words: Words, format: QuantityFormat, value: (s: SnapshotAnalysis) => number): Stated {
  return { ...words, extreme: 'largest', format, read: (snapshots) => Math.max(...snapshots.map(value)) };
}

/** Largest ratio of a value to its first analysed value (R11). */
function growth(words: Words, value: (s: SnapshotAnalysis) => number): Stated {
  const read: Quantity['read'] = (snapshots) => Math.max(...changeOverTraining(snapshots, value));
  return { ...words, extreme: 'largest', format: 'factor', read };
}

function factorGrowth(id: string, name: string, { tex, read }: Factor, paper: number): Stated {
  return growth({ id, name, symbol: tex, paper }, read);
}

const hessian = String.raw`\lambda_1(\mathcal{H}_\theta\tilde{\mathcal{L}})`;

/** The quantities of the discussion, in the order of section 5. */
export const quantities = {
  hessianGrowth: growth(
    {
      id: 'hessian-growth',
      name: 'Growth of the sharpness of the loss Hessian',
      symbol: hessian,
      paper: paperBounds.hessianGrowth,
    },
    (s) => s.hessian.largest,
  ),
  residualSharpness: largest(
    {
      id: 'residual-sharpness',
      name: 'Sharpness of H',
      symbol: String.raw`\max_m|\lambda_m(H)|`,
      paper: paperBounds.residualSharpness,
    },
    'number',
    residualSharpness,
  ),
  residualShare: largest(
    {
      id: 'residual-share',
      name: 'Sharpness of H relative to the loss Hessian',
      symbol: String.raw`\max_m|\lambda_m(H)|\,/\,${hessian}`,
      paper: paperBounds.residualShare,
    },
    'percent',
    (s) => residualSharpness(s) / s.hessian.largest,
  ),
  gaussNewtonDistance: largest(
    {
      id: 'gauss-newton-distance',
      name: 'Distance of the sharpness of G from the loss Hessian',
      symbol: String.raw`|\lambda_1(G)-${hessian}|\,/\,${hessian}`,
      paper: paperBounds.gaussNewtonDistance,
    },
    'percent',
    (s) => Math.abs(s.gaussNewton.largest - s.hessian.largest) / s.hessian.largest,
  ),
  overlapGrowth: growth(
    {
      id: 'overlap-growth',
      name: 'Growth of the overlap ratio',
      symbol: String.raw`\rho(K)`,
      paper: paperBounds.overlapGrowth,
    },
    (s) => s.overlapRatio,
  ),
  laterLayerRatio: largest(
    {
      id: 'later-layer-ratio',
      name: 'Largest later layer relative to the first',
      symbol: String.raw`\max_{i>1}\mathbb{E}\|K^i\|^2\,/\,\mathbb{E}\|K^1\|^2`,
      paper: paperBounds.laterLayerRatio,
    },
    'factor',
    (s) => Math.max(...s.meanSquaredNormDelta.slice(1)) / s.meanSquaredNormDelta[0]!,
  ),
  outputNormGrowth: factorGrowth(
    'output-norm-growth',
    'Growth of the output term',
    factors.outputNorm,
    paperBounds.outputNormGrowth,
  ),
  activationRatioGrowth: factorGrowth(
    'activation-ratio-product-growth',
    'Growth of the product of activation ratios',
    factors.activationRatios,
    paperBounds.activationProductGrowth,
  ),
  chiAlignmentGrowth: factorGrowth(
    'chi-alignment-product-growth',
    'Growth of the alignment of activation ratios',
    factors.chiAlignment,
    paperBounds.chiAlignmentGrowth,
  ),
  jacobianNormGrowth: factorGrowth(
    'jacobian-norm-product-growth',
    'Growth of the product of layerwise Jacobian norms',
    factors.jacobianNorms,
    paperBounds.jacobianProductGrowth,
  ),
  jacobianAlignmentGrowth: factorGrowth(
    'jacobian-alignment-product-growth',
    'Growth of the layerwise Jacobian alignment',
    factors.jacobianAlignment,
    paperBounds.jacobianAlignmentGrowth,
  ),
  stableLearningRate: {
    id: 'stable-learning-rate',
    name: 'Stable learning rate had the Jacobians not aligned further',
    symbol: String.raw`2\,/\,\lambda`,
    extreme: 'smallest',
    format: 'small',
    read: (snapshots) =>
      Math.min(...snapshots.map((s) => stableLearningRate(counterfactualSharpness(s, snapshots[0]!)))),
  },
} satisfies Record<string, Quantity>;

/** All quantities, in the order of section 5. */
export const quantityList: readonly Quantity[] = Object.values(quantities);
