import type { Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { recycledOps } from '../../tensors/recycled-ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { curvatureProducts } from '../network/block-product.ts';
import { singleTangents } from '../network/single-tangents.ts';
import type { TangentSource, TrainingLoss } from '../network/training-loss.ts';
import { createRandom } from '../random.ts';
import { gaussNewtonExact, gramPays } from './gauss-newton-exact.ts';
import {
  auditSpectrum,
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
 * in float64.
 * @param loss the training loss
 * @param gradient memory that the loss's gradients are in, [P]
 * @param normal standard normal numbers, a part of every start, [P]
 * @param tolerance accuracy of the eigenvalues, relative to the largest
 * @param recycled memory of each search, started over by it
 * @returns the searches
 */
export function analysisSpaces(
  loss: TrainingLoss,
  gradient: Float64Array,
  normal: Float64Array,
  tolerance: number,
  recycled = recycledOps(loss.ops),
): AnalysisSpaces {
  const { ops, problem } = loss;
  const { network, criterion, inputs } = problem;

  const search = async <Data extends Numbers>(
    space: CurvatureSpace<Data>,
    source: TangentSource<Data>,
    memory: Ops<Data>,
    audit: boolean,
  ) => {
    recycled.startOver();
    const top = await largestOfGaussNewton(source, memory);
    const ends = await spectrumEnds(space, tolerance, top);
    if (!audit) return { ends };
    const numbers = recycled.allocate(gradient.length);
    createRandom(0, 'audit').fillGaussian(numbers);
    const other = convert(memory.allocate(gradient.length), numbers);
    const audited = await auditSpectrum({ ...space, random: other }, tolerance, ends);
    const { searches, missed } = audited;
    return { ends: audited.ends, audit: { searches, missed } };
  };

  const largestOfGaussNewton = async <Data extends Numbers>(
    source: TangentSource<Data>,
    memory: Ops<Data>,
  ): Promise<GaussNewtonTop<Data>> => {
    const exact = loss.linearization();
    const { outputs } = exact.pass;
    if (gramPays(network, inputs.rows) !== 'float64')
      return gaussNewtonExact(memory, network, source.linearization(), outputs, criterion, tolerance);
    const { value, vector } = await gaussNewtonExact(recycled, network, exact, outputs, criterion, tolerance);
    // Near length 1 before it becomes float32.
    let largest = 0;
    for (let i = 0; i < vector.length; i++) largest = Math.max(largest, Math.abs(vector[i]!));
    if (largest > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= largest;
    return { value, vector: convert(memory.allocate(vector.length), vector) };
  };

  const double = lazily(() => spaceOf(loss, gradient, normal));
  const tangents = ops.single && tolerance >= singleTolerance ? singleTangents(loss, ops.single) : undefined;
  const single = lazily(() => {
    const { source } = tangents!;
    const allocate = () => source.ops.allocate(gradient.length);
    return spaceOf(source, allocate(), convert(allocate(), normal));
  });
  return {
    async search(audit) {
      if (tangents && (await tangents.refresh())) {
        const space = single();
        space.gradient.set(gradient);
        try {
          return await search(space, tangents.source, recycled.single!, audit);
        } catch (error) {
          // Numbers in between may leave the range of float32, or cancel to less than its accuracy.
          if (!(error instanceof ConvergenceError)) throw error;
        }
      }
      return search(double(), loss, recycled, audit);
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
