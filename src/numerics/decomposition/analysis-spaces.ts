import type { Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { recycledOps } from '../../tensors/recycled-ops.ts';
import { ConvergenceError } from '../convergence-error.ts';
import { curvatureProducts } from '../network/block-product.ts';
import { singleTangents } from '../network/single-tangents.ts';
import type { TangentSource, TrainingLoss } from '../network/training-loss.ts';
import { createRandom } from '../random.ts';
import { coordinateProduct } from './few-samples/coordinate-product.ts';
import { coordinatesPay, sampleCoordinates } from './few-samples/sample-coordinates.ts';
import { gaussNewtonExact, gramPays } from './gauss-newton/gauss-newton-exact.ts';
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
  const size = gradient.length;

  const search = async <Data extends Numbers>(
    { source, products }: Precision<Data>,
    memory: Ops<Data>,
    audit: boolean,
  ) => {
    recycled.startOver();
    const top = await largestOfGaussNewton(source, memory);
    const coordinates = coordinatesPay(network, inputs.rows)
      ? await bySamples(source, memory)
      : byParameters(products(), memory);
    const converted = memory.allocate(size);
    const project = (numbers: Float64Array) => coordinates.project(convert(converted, numbers));
    const vector = () => memory.allocate(coordinates.size);
    const space: CurvatureSpace<Data> = {
      ops: memory,
      products: coordinates.products,
      gradient: await project(gradient),
      random: await project(normal),
      memory: { start: vector(), vectors: [vector(), vector(), vector()] },
    };
    const ends = await spectrumEnds(space, tolerance, {
      value: top.value,
      vector: await coordinates.project(top.vector),
    });
    if (!audit) return { ends };
    const numbers = recycled.allocate(size);
    createRandom(0, 'audit').fillGaussian(numbers);
    const audited = await auditSpectrum({ ...space, random: await project(numbers) }, tolerance, ends);
    const { searches, missed } = audited;
    return { ends: audited.ends, audit: { searches, missed } };
  };

  const byParameters = <Data extends Numbers>(
    products: CurvatureSpace<Data>['products'],
    memory: Ops<Data>,
  ): Coordinates<Data> => ({
    size,
    products,
    project: (vector) => Promise.resolve(convert(memory.allocate(size), vector)),
  });

  const bySamples = async <Data extends Numbers>(
    source: TangentSource<Data>,
    memory: Ops<Data>,
  ): Promise<Coordinates<Data>> => {
    const found = await sampleCoordinates(recycled, memory, network, loss.linearization());
    const product = (curvature: 'hessian' | 'residual') =>
      coordinateProduct(memory, source, found, curvature);
    return { ...found, products: { hessian: product('hessian'), residual: product('residual') } };
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

  const double = precision(loss);
  const tangents = ops.single && tolerance >= singleTolerance ? singleTangents(loss, ops.single) : undefined;
  const single = tangents && precision(tangents.source);
  return {
    async search(audit) {
      if (tangents && single && (await tangents.refresh())) {
        try {
          return await search(single, recycled.single!, audit);
        } catch (error) {
          // Numbers in between may leave the range of float32, or cancel to less than its accuracy.
          if (!(error instanceof ConvergenceError)) throw error;
        }
      }
      return search(double, recycled, audit);
    },
  };
}

/** Vectors of a search: parameters, or fewer numbers that say as much. */
interface Coordinates<Data extends Numbers> {
  size: number;
  products: CurvatureSpace<Data>['products'];
  /** Into new memory. */
  project: (parameters: Data) => Promise<Data>;
}

/** The passes in one precision, and products with parameters, whose memory is kept once they were needed. */
interface Precision<Data extends Numbers> {
  source: TangentSource<Data>;
  products: () => CurvatureSpace<Data>['products'];
}

function precision<Data extends Numbers>(source: TangentSource<Data>): Precision<Data> {
  let made: CurvatureSpace<Data>['products'] | undefined;
  return { source, products: () => (made ??= curvatureProducts(source)) };
}

function convert<Data extends Numbers>(target: Data, source: Numbers): Data {
  target.set(source);
  return target;
}
