import { describe, expect, it } from 'vitest';
import { elementwise } from '../../../src/tensors/elementwise.ts';
import { matrix } from '../../../src/tensors/matrix.ts';

const preactivations = [-30, -2, -1e-9, 0, 1e-9, 0.7, 5];
const row = (...values: number[]) => matrix(Float64Array.from(values), 1, values.length);
const activations = () => row(...preactivations.map((s) => (s > 0 ? s : Math.expm1(s))));
/** σ' and σ'' of ELU with α = 1, from the preactivation. */
const first = preactivations.map((s) => (s > 0 ? 1 : Math.exp(s)));
const second = preactivations.map((s) => (s > 0 ? 0 : Math.exp(s)));
const u = preactivations.map((_, index) => 0.3 + index);
const tangents = preactivations.map((_, index) => 2 - index);

function expectClose(actual: Float64Array, expected: number[]): void {
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 14);
}

describe('elu', () => {
  it('is the identity for positive and e^s − 1 for other numbers, accurate near 0', () => {
    const x = row(...preactivations);
    elementwise.elu(x);
    expect([...x.data]).toEqual([...activations().data]);
    expect(x.data[2]).toBe(Math.expm1(-1e-9));
  });

  it('keeps NaN, so that a divergence is seen', () => {
    const x = row(NaN);
    elementwise.elu(x);
    expect(x.data[0]).toBeNaN();
  });
});

describe('derivatives of elu, from its value alone', () => {
  it('multiply a tangent by σ′', () => {
    const rx = row(...tangents);
    elementwise.eluTangent(activations(), rx);
    expectClose(
      rx.data,
      tangents.map((value, index) => value * first[index]!),
    );
  });

  it('multiply what comes back by σ′', () => {
    const delta = row(...u.map(() => 0));
    elementwise.eluBackward(activations(), row(...u), delta);
    expectClose(
      delta.data,
      u.map((value, index) => value * first[index]!),
    );
  });

  it('add u ∘ σ″ ∘ Rx̂, where Rx = σ′ ∘ Rx̂', () => {
    const rx = row(...tangents.map((value, index) => value * first[index]!));
    const rdelta = row(...u.map((value) => value * 2));
    elementwise.eluTangentBackward(activations(), row(...u), rx, rdelta);
    expectClose(
      rdelta.data,
      u.map((value, index) => 2 * value * first[index]! + value * second[index]! * tangents[index]!),
    );
  });
});

describe('rows and sums', () => {
  it('fill every row of a matrix', () => {
    const target = matrix(new Float64Array(6), 3, 2);
    elementwise.fillRows(target, Float64Array.of(1, 2));
    expect([...target.data]).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('sum columns, overwriting the target', () => {
    const target = Float64Array.of(9, 9);
    elementwise.columnSums(matrix(Float64Array.of(1, 2, 3, 4, 5, 6), 3, 2), target);
    expect([...target]).toEqual([9, 12]);
  });

  it('add a multiple, scale, and multiply vectors of any length', async () => {
    const y = Float64Array.of(1, 1, 1, 1, 1, 1);
    elementwise.axpy(2, Float64Array.of(0, 1, 2, 3, 4, 5), y);
    expect([...y]).toEqual([1, 3, 5, 7, 9, 11]);
    elementwise.scale(0.5, y);
    expect([...y]).toEqual([0.5, 1.5, 2.5, 3.5, 4.5, 5.5]);
    expect(await elementwise.dot(y, Float64Array.of(2, 2, 2, 2, 2, 2))).toBe(36);
  });
});
