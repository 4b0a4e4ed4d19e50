import { describe, expect, test } from 'vitest';
import { snapshotAnalyzer } from '../../src/numerics/index.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';
import { problemOf, readReference, referenceNames, type ReferenceValues } from './reference-network.ts';

/** Relative accuracy asked for every value. */
const tolerance = 1e-9;

/** The part of a reference file that brute force computed for section 2.2. */
interface DecompositionValues extends ReferenceValues {
  hessianEigenvaluesDescending: number[];
  residualEigenvaluesDescending: number[];
  overlapRatio: number;
  meanSquaredNormK: number;
  meanSquaredNormKByLayer: number[];
  meanSquaredNormDeltaByLayer: number[];
  meanSquaredActivationRatio: number[];
  meanSquaredNormLayerwiseJacobian: number[];
  alignmentRatioDeltaJacobian: number[];
  alignmentRatioChi: number[];
  productsFromLayer: {
    layer: number;
    activationRatioProduct: number;
    chiAlignmentProduct: number;
    jacobianNormProduct: number;
    jacobianAlignmentProduct: number;
    meanSquaredNormDeltaLast: number;
  }[];
  perSampleSquaredNormK: number[];
  perSampleSquaredNormJacobianLayer1: number[];
}

function expectEqual(name: string, actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length, name).toBe(expected.length);
  const errors = expected.map((value, index) => Math.abs(actual[index]! / value - 1));
  expect(Math.max(...errors), `${name}: ${Array.from(actual).join(', ')}`).toBeLessThan(tolerance);
}

const ways = [
  ['the installed BLAS and dense norms', undefined, 12],
  ['the installed BLAS and Golub–Kahan norms', undefined, 0],
  ['WebAssembly', 'none', 12],
] as const;
const states = ['initial', 'final'] as const;

describe.each(ways)('the decomposition by %s', (_, library, denseLimit) => {
  describe.each(referenceNames)('of the reference network %s', (name) => {
    test.each(states)('has every value of brute force at the %s parameters to 1e-9', async (state) => {
      const reference = readReference(name);
      const expected = reference.expected[state] as DecompositionValues;
      const parameters = state === 'initial' ? reference.theta0 : reference.expected.thetaFinal;
      const ops = await openBlas(library === undefined ? {} : { library });
      const accuracy = { tolerance: 1e-12, eigenTolerance: 1e-12, denseLimit };
      const analyzer = snapshotAnalyzer(ops, problemOf(reference), accuracy);
      const { quantities, samples } = await analyzer.analyze(Float64Array.from(parameters));

      expectEqual('loss', [quantities.loss], [expected.lossValue]);
      expectEqual('Hessian', [quantities.hessian.largest], [expected.hessianEigenvaluesDescending[0]!]);
      expectEqual('G', [quantities.gaussNewton.largest], [expected.gaussNewtonEigenvaluesDescending[0]!]);
      expectEqual('λ_max(H)', [quantities.residual.largest], [expected.residualEigenvaluesDescending[0]!]);
      const negative = expected.residualEigenvaluesByMagnitude.find((value) => value < 0);
      if (negative !== undefined) expectEqual('λ_min(H)', [quantities.residual.smallest], [negative]);
      expectEqual('ρ(K)', [quantities.overlapRatio], [expected.overlapRatio]);
      expectEqual('E‖K‖²', [quantities.meanSquaredNormK], [expected.meanSquaredNormK]);
      expectEqual('E‖K^i‖²', quantities.meanSquaredNormDelta, expected.meanSquaredNormKByLayer);
      expectEqual('E‖Δ^i‖²', quantities.meanSquaredNormDelta, expected.meanSquaredNormDeltaByLayer);
      expectEqual('E(χ^i)²', quantities.meanSquaredActivationRatio, expected.meanSquaredActivationRatio);
      expectEqual(
        'E‖J^i‖²',
        quantities.meanSquaredNormLayerwiseJacobian,
        expected.meanSquaredNormLayerwiseJacobian,
      );
      expectEqual('r(Δ, J)', quantities.alignmentRatioDeltaJacobian, expected.alignmentRatioDeltaJacobian);
      expectEqual('r(χ, Δ/χ)', quantities.alignmentRatioChi, expected.alignmentRatioChi);
      expectEqual('‖K‖²', samples.k, expected.perSampleSquaredNormK);
      expectEqual('‖J^1‖²', samples.layerwiseJacobian[0]!, expected.perSampleSquaredNormJacobianLayer1);

      // The file also lists the empty products of the last layer.
      const last = expected.productsFromLayer.at(-1)!;
      expect(last.jacobianAlignmentProduct).toBe(1);
      expectEqual('E‖Δ^L‖²', [quantities.meanSquaredNormDelta.at(-1)!], [last.meanSquaredNormDeltaLast]);
      const products = expected.productsFromLayer.slice(0, -1);
      expectEqual(
        'Π_χ',
        quantities.activationRatioProduct,
        products.map((k) => k.activationRatioProduct),
      );
      expectEqual(
        'P_χ',
        quantities.chiAlignmentProduct,
        products.map((k) => k.chiAlignmentProduct),
      );
      expectEqual(
        'Π_J',
        quantities.jacobianNormProduct,
        products.map((k) => k.jacobianNormProduct),
      );
      expectEqual(
        'P_ΔJ',
        quantities.jacobianAlignmentProduct,
        products.map((k) => k.jacobianAlignmentProduct),
      );
      expect(quantities.checks.decomposition).toBeLessThan(1e-12);
      expect(quantities.checks.split).toBeLessThan(1e-12);
    });
  });
});
