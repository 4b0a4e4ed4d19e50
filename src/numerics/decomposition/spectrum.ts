import { matrix, type Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct, CurvatureMatrix } from '../network/block-product.ts';
import { lanczosEnds, type EndsRequest } from './lanczos-ends.ts';

/** Ends of the spectra of the Hessian and of its two parts (Eq. 2), algebraic and not by magnitude. */
export interface SpectrumEnds {
  /** λ_max of the Hessian. */
  hessian: { largest: number };
  /** λ_1(G). */
  gaussNewton: { largest: number };
  /** λ_max(H) and λ_min(H). */
  residual: { largest: number; smallest: number };
}

/** The curvature matrices at one θ, in float64 or float32. */
export interface CurvatureSpace<Data extends Numbers> {
  ops: Ops<Data>;
  products: Record<'hessian' | 'residual', BlockProduct<Data>>;
  /** ∇L̃(θ), [P], or all vectors in coordinates by samples. */
  gradient: Data;
  /** Standard normal numbers, [P]. */
  random: Data;
  /** A start vector, and three vectors for searches: one search at a time uses them. */
  memory: { start: Data; vectors: readonly Data[] };
}

/** λ_1(G) with an eigenvector, of any length. */
export interface GaussNewtonTop<Data extends Numbers> {
  value: number;
  vector: Data;
}

/** Share of random numbers in a search that starts from a vector near the one it looks for. */
const smallShare = 0.1;

/**
 * λ_max of the Hessian and both ends of H, at the point of the last gradient.
 *
 * The Hessian's top eigenvector is near that of G, from which its search starts, and by Weyl's inequality λ_max(Hessian) ≤ λ_1(G) + λ_max(H).
 * Errors of H are relative to λ_1(G), with which it adds up to the Hessian, or to its own largest |λ| where that is larger. λ_min of the Hessian is left out: hidden beside the bulk at 0, it needs
 * ten times the products of λ_max.
 * @param space the matrices
 * @param tolerance relative accuracy
 * @param top λ_1(G) and its eigenvector
 * @returns the ends
 * @throws {ConvergenceError} when one is not found in 1000 products
 */
export async function spectrumEnds<Data extends Numbers>(
  space: CurvatureSpace<Data>,
  tolerance: number,
  top: GaussNewtonTop<Data>,
): Promise<SpectrumEnds> {
  const { ops, products, memory } = space;
  const half = await searchStart(space, space.gradient);
  const residual = await residualEnds(space, { tolerance, scale: top.value, ...half });
  const near = await searchStart(space, top.vector, smallShare);
  const ceiling = top.value + residual.largest;
  const hessian = await lanczosEnds(
    ops,
    products.hessian,
    { name: 'hessian', ends: ['largest'], tolerance, randomPart: near.randomPart, ceiling },
    near.start,
    memory.vectors,
  );
  return {
    hessian: { largest: hessian.values[0]! },
    gaussNewton: { largest: top.value },
    residual,
  };
}

/** Both ends of H. */
async function residualEnds<Data extends Numbers>(
  { ops, products, memory }: CurvatureSpace<Data>,
  { start, ...accuracy }: Pick<EndsRequest, 'tolerance' | 'scale' | 'randomPart'> & { start: Data },
): Promise<SpectrumEnds['residual']> {
  const request: EndsRequest = { name: 'residual', ends: ['largest', 'smallest'], ...accuracy };
  const { values } = await lanczosEnds(ops, products.residual, request, start, memory.vectors);
  return { largest: values[0]!, smallest: values[1]! };
}

/** What an independent search found. */
export interface SpectrumAudit {
  /** The farther of both searches' ends. */
  ends: SpectrumEnds;
  /** Ends that were looked for again, and those that lay farther out by more than ten times the tolerance. */
  searches: number;
  missed: number;
}

/**
 * Looks for λ_max of the Hessian and both ends of H again, from random numbers alone.
 * @param space the matrices, with random numbers that no search has started from
 * @param tolerance relative accuracy
 * @param ends what was found
 * @returns the ends, repaired where one was missed, and how many were
 * @throws {ConvergenceError} when one is not found in 1000 products
 */
export async function auditSpectrum<Data extends Numbers>(
  space: CurvatureSpace<Data>,
  tolerance: number,
  ends: SpectrumEnds,
): Promise<SpectrumAudit> {
  const { ops, products, random, memory } = space;
  const request = { name: 'hessian', ends: ['largest'], tolerance } as const;
  const hessian = (await lanczosEnds(ops, products.hessian, request, random, memory.vectors)).values[0]!;
  const residual = await residualEnds(space, { tolerance, scale: hessian, start: random });
  const scale = Math.max(Math.abs(hessian), Math.abs(residual.largest), Math.abs(residual.smallest));
  const gains = [
    hessian - ends.hessian.largest,
    residual.largest - ends.residual.largest,
    ends.residual.smallest - residual.smallest,
  ];
  return {
    ends: {
      ...ends,
      hessian: { largest: Math.max(hessian, ends.hessian.largest) },
      residual: {
        largest: Math.max(residual.largest, ends.residual.largest),
        smallest: Math.min(residual.smallest, ends.residual.smallest),
      },
    },
    searches: gains.length,
    missed: gains.filter((gain) => gain > 10 * tolerance * scale).length,
  };
}

/**
 * Relative error of Hessian·v = G·v + H·v on one vector v.
 * @param products multiplies by each matrix
 * @param direction v, [P]
 * @param memory two vectors of [P] that are used
 * @returns ‖Hessian v − G v − H v‖ / ‖Hessian v‖; 0 where all three are 0
 */
export async function splitError(
  products: Record<CurvatureMatrix, BlockProduct>,
  direction: Float64Array,
  memory: readonly [Float64Array, Float64Array] = [
    new Float64Array(direction.length),
    new Float64Array(direction.length),
  ],
): Promise<number> {
  const size = direction.length;
  const [rest, part] = memory;
  const multiply = (name: CurvatureMatrix, result: Float64Array) =>
    products[name](matrix(direction, 1, size), matrix(result, 1, size));
  await multiply('hessian', rest);
  const total = squaredLength(rest);
  for (const name of ['gauss-newton', 'residual'] as const) {
    await multiply(name, part);
    for (let i = 0; i < size; i++) rest[i]! -= part[i]!;
  }
  const difference = squaredLength(rest);
  return difference === 0 ? 0 : Math.sqrt(difference / total);
}

function squaredLength(vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! ** 2;
  return sum;
}

/**
 * A start vector for eigenvalue searches: a direction near what is looked for, and random numbers, so that no eigenvector is left
 * out.
 * @param space operations and random numbers
 * @param direction for example the gradient, which lies mostly in the top subspace and saves up to a third of the products, [P]
 * @param share length of the random part where the direction has length 1
 * @returns the vector, [P], in the space's memory, and the least weight of its random part once it has length 1
 */
export async function searchStart<Data extends Numbers>(
  { ops, random, memory }: Pick<CurvatureSpace<Data>, 'ops' | 'random' | 'memory'>,
  direction: Data,
  share = 1,
): Promise<{ start: Data; randomPart: number }> {
  const { start } = memory;
  start.set(random);
  ops.scale(1 / Math.sqrt(await ops.dot(start, start)), start);
  const norm = Math.sqrt(await ops.dot(direction, direction));
  // A direction whose length leaves the range of float32 gives no hint.
  if (!(norm > 0 && Number.isFinite(Math.fround(1 / norm)) && Number.isFinite(norm)))
    return { start, randomPart: 1 };
  ops.scale(share, start);
  ops.axpy(1 / norm, direction, start);
  return { start, randomPart: share / (1 + share) };
}
