import type { Numbers } from '../../tensors/matrix.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { curvatureProducts } from '../network/block-product.ts';
import { singleTangents } from '../network/single-tangents.ts';
import type { TangentSource, TrainingLoss } from '../network/training-loss.ts';
import { createRandom } from '../random.ts';
import { gaussNewtonExact, gramPays } from './gauss-newton-exact.ts';
import {
  auditSpectrum,
  gaussNewtonTop,
  spectrumEnds,
  type CurvatureSpace,
  type GaussNewtonTop,
  type SpectrumAudit,
  type SpectrumEnds,
} from './spectrum.ts';

/** Searches for less than this are made in float64. */
const singleTolerance = 5e-7;

/** The searches for the ends of all spectra, over the snapshots of a run. */
export interface AnalysisSpaces {
  /**
   * Searches at the θ of the loss's last gradient.
   * @param audit whether the ends are looked for again
   */
  search(audit: boolean): Promise<{ ends: SpectrumEnds; audit?: Pick<SpectrumAudit, 'searches' | 'missed'> }>;
}

/**
 * Prepares the searches: in float32 where the backend has it, the tolerance allows it and the numbers lie within its range, else
 * in float64. Random numbers are drawn once a run.
 * @param loss the training loss
 * @param gradient memory that the loss's gradients are in, [P]
 * @param tolerance accuracy of the eigenvalues, relative to the largest
 * @returns the searches
 */
export function analysisSpaces(
  loss: TrainingLoss,
  gradient: Float64Array,
  tolerance: number,
): AnalysisSpaces {
  const { ops, problem } = loss;
  const { network, criterion, inputs } = problem;
  const normal = (purpose: string): Float64Array => {
    const numbers = new Float64Array(loss.parameterCount);
    createRandom(0, purpose).fillGaussian(numbers);
    return numbers;
  };
  const gram = gramPays(network, inputs.rows);

  const search = async <Data extends Numbers>(
    space: CurvatureSpace<Data>,
    source: TangentSource<Data>,
    audit: boolean,
  ) => {
    const top = await largestOfGaussNewton(space, source);
    const ends = await spectrumEnds(space, tolerance, top);
    if (!audit) return { ends };
    const other = convert(space.ops.allocate(gradient.length), normal('audit'));
    const audited = await auditSpectrum({ ...space, random: other }, tolerance, ends);
    const { searches, missed } = audited;
    return { ends: audited.ends, audit: { searches, missed } };
  };

  const largestOfGaussNewton = async <Data extends Numbers>(
    space: CurvatureSpace<Data>,
    source: TangentSource<Data>,
  ): Promise<GaussNewtonTop<Data>> => {
    if (gram === undefined) return gaussNewtonTop(space, tolerance);
    const exact = loss.linearization();
    const { outputs } = exact.pass;
    if (gram === 'float32')
      return gaussNewtonExact(space.ops, network, source.linearization(), outputs, criterion, tolerance);
    const { value, vector } = await gaussNewtonExact(ops, network, exact, outputs, criterion, tolerance);
    // Near length 1 before it becomes float32.
    const largest = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    if (largest > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= largest;
    return { value, vector: convert(space.ops.allocate(vector.length), vector) };
  };

  const double = lazily(() => spaceOf(loss, gradient, normal('snapshot-analysis')));
  const tangents = ops.single && tolerance >= singleTolerance ? singleTangents(loss, ops.single) : undefined;
  const single = lazily(() => {
    const { source } = tangents!;
    const allocate = () => source.ops.allocate(gradient.length);
    return spaceOf(source, allocate(), convert(allocate(), normal('snapshot-analysis')));
  });
  return {
    async search(audit) {
      if (tangents && (await tangents.refresh())) {
        const space = single();
        space.gradient.set(gradient);
        try {
          return await search(space, tangents.source, audit);
        } catch (error) {
          // Numbers in between may leave the range of float32, or cancel to less than its accuracy.
          if (!(error instanceof ConvergenceError)) throw error;
        }
      }
      return search(double(), loss, audit);
    },
  };
}

function spaceOf<Data extends Numbers>(
  source: TangentSource<Data>,
  gradient: Data,
  random: Data,
): CurvatureSpace<Data> {
  const { ops } = source;
  const vector = () => ops.allocate(gradient.length);
  const memory = { start: vector(), vectors: [vector(), vector(), vector()] };
  return { ops, products: curvatureProducts(source), gradient, random, memory };
}

function convert<Data extends Numbers>(target: Data, source: Float64Array): Data {
  target.set(source);
  return target;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
