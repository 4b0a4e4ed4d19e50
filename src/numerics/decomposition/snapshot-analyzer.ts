import { rowsOf } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { recycledOps } from '../../tensors/recycled-ops.ts';
import { curvatureProducts } from '../network/block-product.ts';
import { trainingLoss, type TrainingProblem } from '../network/training-loss.ts';
import { createRandom } from '../random.ts';
import { analysisSpaces } from './analysis-spaces.ts';
import { assertInvariants, decompositionError } from './invariants.ts';
import type { NormAccuracy } from './jacobian-norms.ts';
import { alignmentPictures, type AlignmentPicture } from './picture/alignment-picture.ts';
import { layerDecomposition, missingRatios, type LayerDecomposition } from './layer-decomposition.ts';
import { auditNorms } from './norm-audit.ts';
import { curvedNorms, layerwiseNorms, type SampleNorms } from './sample-norms.ts';
import { splitError, type SpectrumEnds } from './spectrum.ts';

/** How exact an analysis must be. */
export interface AnalysisAccuracy extends NormAccuracy {
  /** Accuracy of the eigenvalues of the Hessian, G and H, relative to the largest. */
  eigenTolerance: number;
}

/** ‖J‖² and eigenvalues to 1e-6. */
const defaultAccuracy: AnalysisAccuracy = { tolerance: 1e-6, eigenTolerance: 1e-6 };
/** Hessian = G + H holds sample by sample, so that a few show it. */
const samplesOfSplit = 16;

/** Everything that section 2.2 defines, at one θ. */
export interface SnapshotQuantities extends SpectrumEnds, LayerDecomposition {
  loss: number;
  /** ρ(K) = λ_1(G)/E‖K‖² (Eq. 3). */
  overlapRatio: number;
  /** Errors of Eq. 7 and of Hessian·v = G·v + H·v; without ratios there is no Eq. 7. */
  checks: { decomposition: number; split: number };
}

/** What searches that were repeated from other random numbers found. */
export interface AnalysisAudit {
  /** Norms and ends of spectra that were looked for again. */
  searches: number;
  /** Those that the first search had missed; they are repaired. */
  missed: number;
}

/** The analysis of one snapshot. */
export interface SnapshotAnalysisResult {
  quantities: SnapshotQuantities;
  /** The norms of every sample behind them. */
  samples: SampleNorms;
  /** Why the ratios, which are then NaN, have no value: the network is saturated. */
  missing?: string;
  audit?: AnalysisAudit;
  /** How Δ^{i+1} lies to J^i, i = 1..L−1, for each of the first samples; absent where they were not asked for or Δ is 0. */
  pictures?: AlignmentPicture[][];
}

/** Analyses the snapshots of one training run in turn. */
export interface SnapshotAnalyzer {
  /**
   * The decomposition at θ, with all invariants asserted.
   * @param parameters θ, [P]
   * @param audit whether a share of the searches is repeated from other random numbers. Default false.
   * @param pictured of how many samples, the first ones, pictures of alignment are made. Default 0.
   * @returns all quantities
   */
  analyze(parameters: Float64Array, audit?: boolean, pictured?: number): Promise<SnapshotAnalysisResult>;
}

/**
 * Prepares the analysis of snapshots (section 2.2, section 7.1).
 *
 * One forward pass and one gradient in float64 serve everything. Searches run in float32 where the backend has it and the tolerances
 * allow. Memory is allocated once and used for every snapshot: about 3·D·Σ n_i numbers for the passes, twice as many for each product, a
 * few vectors of [P]; a result does not depend on which snapshots were analysed before.
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
  const recycled = recycledOps(ops);
  const starts = new Map<string, Float32Array>();
  const gradient = new Float64Array(loss.parameterCount);
  const normal = new Float64Array(loss.parameterCount);
  createRandom(0, 'snapshot-analysis').fillGaussian(normal);
  const spaces = analysisSpaces(loss, gradient, normal, accuracy.eigenTolerance, recycled);
  const few = Math.min(samplesOfSplit, problem.inputs.rows);
  const part = trainingLoss(ops, {
    ...problem,
    inputs: rowsOf(problem.inputs, 0, few),
    labels: problem.labels.subarray(0, few),
  });
  const partProducts = curvatureProducts(part);
  return {
    async analyze(parameters, audit = false, pictured = 0) {
      const lossValue = await loss.gradient(parameters, gradient);
      const { layers, pass } = loss.linearization();
      const samples: SampleNorms = {
        ...(await curvedNorms(recycled, layers, pass, problem.criterion)),
        layerwiseJacobian: await layerwiseNorms(recycled, layers, pass, accuracy, undefined, starts),
      };
      const audits: AnalysisAudit[] = audit
        ? [await auditNorms(recycled, layers, pass, accuracy, samples)]
        : [];
      const decomposition = layerDecomposition(samples);
      const count = Math.min(pictured, problem.inputs.rows);
      const pictures =
        count > 0 ? await alignmentPictures(ops, layers, pass, problem.criterion, samples, count) : undefined;
      const found = await spaces.search(audit);
      if (found.audit) audits.push(found.audit);
      const missing = missingRatios(decomposition);
      // The gradient has served the searches: its memory is free.
      await part.gradient(parameters, gradient);
      recycled.startOver();
      const split = await splitError(partProducts, normal, [gradient, recycled.allocate(gradient.length)]);
      const errors = {
        split,
        ...(missing === undefined && { decomposition: decompositionError(decomposition) }),
      };
      assertInvariants(decomposition, found.ends, errors, ops.backend.precision);
      const checks = { decomposition: Number.NaN, ...errors };
      const overlapRatio = found.ends.gaussNewton.largest / decomposition.meanSquaredNormK;
      return {
        quantities: { loss: lossValue, ...found.ends, overlapRatio, ...decomposition, checks },
        samples,
        ...(missing !== undefined && { missing }),
        ...(audit && { audit: sumOf(audits) }),
        ...(pictures && { pictures }),
      };
    },
  };
}

function sumOf(audits: readonly AnalysisAudit[]): AnalysisAudit {
  const total = (name: keyof AnalysisAudit) => audits.reduce((sum, audit) => sum + audit[name], 0);
  return { searches: total('searches'), missed: total('missed') };
}
