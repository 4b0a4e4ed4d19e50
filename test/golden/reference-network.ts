import { readFileSync } from 'node:fs';
import type { Criterion, TrainingProblem } from '../../src/numerics/index.ts';
import { matrix } from '../../src/tensors/matrix.ts';

/** A small network with every quantity of the paper computed by brute force (origin: test/golden/reference/README.md). */
export interface ReferenceNetwork {
  name: string;
  sizes: number[];
  criterion: 'cross-entropy' | 'mse';
  numEigenvectors: number;
  learningRate: number;
  theta0: number[];
  inputs: number[][];
  labels: number[];
  direction: number[];
  expected: {
    gradient: number[];
    hessianVectorProduct: number[];
    gaussNewtonVectorProduct: number[];
    initial: ReferenceValues;
    trajectory: { step: number; loss: number; stepSize: number; eigenvalues: number[] }[];
    thetaFinal: number[];
    final: ReferenceValues;
  };
}

export interface ReferenceValues {
  lossValue: number;
  hessianEigenvaluesByMagnitude: number[];
  residualEigenvaluesByMagnitude: number[];
  gaussNewtonEigenvaluesDescending: number[];
}

export const referenceNames = ['shallow-cross-entropy', 'deep-cross-entropy', 'deep-mse'] as const;

export function readReference(name: string): ReferenceNetwork {
  return JSON.parse(
    readFileSync(new URL(`./reference/${name}.json`, import.meta.url), 'utf8'),
  ) as ReferenceNetwork;
}

/** The reference files take the mean over outputs for MSE. */
export function problemOf(reference: ReferenceNetwork): TrainingProblem {
  const criterion: Criterion =
    reference.criterion === 'mse' ? { name: 'mse', reduction: 'mean' } : { name: 'cross-entropy' };
  const inputs = matrix(
    Float64Array.from(reference.inputs.flat()),
    reference.inputs.length,
    reference.sizes[0]!,
  );
  return {
    network: { widths: reference.sizes },
    inputs,
    labels: Int32Array.from(reference.labels),
    criterion,
  };
}

/** ‖actual − expected‖ / ‖expected‖. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < expected.length; index++) {
    difference += (actual[index]! - expected[index]!) ** 2;
    norm += expected[index]! ** 2;
  }
  return Math.sqrt(difference / norm);
}
