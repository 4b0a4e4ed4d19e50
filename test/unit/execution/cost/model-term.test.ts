import { describe, expect, it } from 'vitest';
import type { Features } from '../../../../src/execution/cost/features.ts';
import { bestTerm, refit, termFits } from '../../../../src/execution/cost/model-term.ts';

const fitsOf = (rows: Record<string, number | string>[]) =>
  termFits(rows.map((row): Features => new Map(Object.entries(row))));

describe('a term of the model', () => {
  it('is a slope over the logarithm of a number', () => {
    const rows = fitsOf([{ size: 1 }, { size: Math.E }, { size: Math.E ** 2 }]);
    const term = bestTerm(rows, [-2, 0, 2], [])!;
    expect(term).toMatchObject({ name: 'size', freedom: 1 });
    expect(term.at(new Map([['size', Math.E ** 3]]))).toBeCloseTo(4, 10);
    expect(term.at(new Map())).toBe(0);
  });

  it('is a summand for each text, and for numbers without a logarithm; nothing is said of others', () => {
    const rows = fitsOf([{ kind: 'a' }, { kind: 'a' }, { kind: 0 }, { kind: 0 }]);
    const term = bestTerm(rows, [1, 1, -1, -1], [])!;
    expect(term.at(new Map([['kind', 'a']]))).toBe(1);
    expect(term.at(new Map([['kind', 0]]))).toBe(-1);
    expect(term.at(new Map([['kind', 'c']]))).toBe(0);
  });

  it('is not taken where as many numbers would be fitted as there are measurements, or nothing is left', () => {
    expect(bestTerm(fitsOf([{ kind: 'a' }, { kind: 'b' }]), [1, -1], [])).toBeUndefined();
    expect(bestTerm(fitsOf([{ size: 1 }, { size: 2 }, { size: 3 }]), [0, 0, 0], [])).toBeUndefined();
  });

  it('is fitted anew beside others: numbers that go together share what they explain', () => {
    // log a and log b: together, but not the same
    const places = [
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [3, 3],
    ].map(([a, b]) => [a! - 10 / 6, b! - 7 / 6] as const);
    const rows = places.map(([a, b]) => ({ a: Math.exp(a), b: Math.exp(b) }));
    const values = places.map(([a, b]) => 2 * a + 3 * b);
    const alone = (name: 'a' | 'b') =>
      bestTerm(fitsOf(rows.map((row) => ({ [name]: row[name] }))), values, [])!;
    const off = (terms: ReturnType<typeof refit>) =>
      Math.max(
        ...values.map((value, row) =>
          Math.abs(value - terms.reduce((sum, term) => sum + term.measured[row]!, 0)),
        ),
      );
    const [a, b] = [alone('a'), alone('b')];
    expect(off([a, b])).toBeGreaterThan(3);
    expect(off(refit(fitsOf(rows), values, [a, b]))).toBeLessThan(0.6);
  });
});
