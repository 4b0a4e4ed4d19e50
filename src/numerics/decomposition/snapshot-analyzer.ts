import type { Ops } from '../../tensors/ops.ts';
import { layerBlocks } from '../network/architecture.ts';
import { blockProduct, type BlockProduct, type CurvatureMatrix } from '../network/block-product.ts';
import { trainingLoss, type TrainingProblem } from '../network/training-loss.ts';
import { createRandom } from '../random.ts';
import { assertInvariants, decompositionError } from './invariants.ts';
import type { NormAccuracy } from './jacobian-norms.ts';
import { layerDecomposition, type LayerDecomposition } from './layer-decomposition.ts';
import { sampleNorms, type SampleNorms } from './sample-norms.ts';
import { searchStart, spectrumEnds, splitError, type SpectrumEnds } from './spectrum.ts';

/** How exact an analysis must be. */
export interface AnalysisAccuracy extends NormAccuracy {
  /** Relative accuracy of the eigenvalues of the Hessian, G and H. */
  eigenTolerance: number;
}

/** ‖J‖² and eigenvalues to 1e-6. */
const defaultAccuracy: AnalysisAccuracy = { tolerance: 1e-6, eigenTolerance: 1e-6 };

/** Everything that section 2.2 defines, at one θ. */
export interface SnapshotQuantities extends SpectrumEnds, LayerDecomposition {
  loss: number;
  /** ρ(K) = λ_1(G)/E‖K‖² (Eq. 3). */
  overlapRatio: number;
  checks: { decomposition: number; split: number };
}

/** Analyses the snapshots of one training run in turn. */
export interface SnapshotAnalyzer {
  /**
   * The decomposition at θ, with all invariants asserted.
   * @param parameters θ, [P]
   * @returns all quantities, and the norms of every sample behind them
   */
  analyze(parameters: Float64Array): Promise<{ quantities: SnapshotQuantities; samples: SampleNorms }>;
}

/**
 * Prepares the analysis of snapshots (section 2.2, section 7.1).
 *
 * Memory is allocated once: about 3·D·Σ n_i numbers for the passes, twice as many for each product, a few vectors of [P].
 * @param ops operations
 * @param problem network, inputs (exactly compressed coordinates give the same quantities), labels, criterion
 * @param accuracy of norms and eigenvalues
 * @returns the analyzer
 * @throws {RangeError} when the problem's shapes do not fit
 */
export function snapshotAnalyzer(
  ops: Ops,
  problem: TrainingProblem,
  accuracy: AnalysisAccuracy = defaultAccuracy,
): SnapshotAnalyzer {
  const loss = trainingLoss(ops, problem);
  const size = loss.parameterCount;
  const gradient = new Float64Array(size);
  const products: Record<CurvatureMatrix, BlockProduct> = {
    hessian: blockProduct(loss, 'hessian'),
    'gauss-newton': blockProduct(loss, 'gauss-newton'),
    residual: blockProduct(loss, 'residual'),
  };
  return {
    async analyze(parameters) {
      const { network, inputs, criterion } = problem;
      // The same numbers for every snapshot: a result does not depend on which snapshots were analysed before.
      const random = createRandom(0, 'snapshot-analysis');
      const samples = await sampleNorms(
        ops,
        network,
        layerBlocks(network, parameters),
        inputs,
        criterion,
        accuracy,
      );
      const layers = layerDecomposition(samples);
      const lossValue = await loss.gradient(parameters, gradient);
      const checks = {
        decomposition: decompositionError(layers),
        split: await splitError(size, products, random),
      };
      const ends = await spectrumEnds(
        ops,
        products,
        accuracy.eigenTolerance,
        await searchStart(ops, gradient, random),
      );
      assertInvariants(layers, ends, checks, ops.backend.precision);
      const overlapRatio = ends.gaussNewton.largest / layers.meanSquaredNormK;
      return { quantities: { loss: lossValue, ...ends, overlapRatio, ...layers, checks }, samples };
    },
  };
}
