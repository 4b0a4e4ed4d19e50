import { describe, expect, it } from 'vitest';
import { type CostRow, fitCostModel } from '../../../../src/execution/cost/cost-model.ts';

const row = (value: number, features: Record<string, number | string>): CostRow => ({
  value,
  features: new Map(Object.entries(features)),
});

/** Wobbles by 5 %, the same on every run. */
const wobble = (at: number): number => 1 + 0.05 * Math.sin(7 * at);

describe('the model of costs', () => {
  it('is absent without a measurement, and a constant for a single one', () => {
    expect(fitCostModel([])).toBeUndefined();
    expect(fitCostModel([row(0, { size: 3 })])).toBeUndefined();
    const model = fitCostModel([row(5, { size: 3 })])!;
    expect(model.expect(new Map([['size', 1000]]))).toBeCloseTo(5, 12);
    expect(model.errorFactor()).toBeUndefined();
  });

  it('finds exponents and factors, and leaves out what does not matter', () => {
    const rows = [30, 60, 120, 240].flatMap((size) =>
      [64, 128].flatMap((width) =>
        ['flow', 'euler'].flatMap((method) =>
          [0, 1].map((seed) =>
            row(3 * size ** 1.5 * width ** 2 * (method === 'euler' ? 20 : 1) * wobble(size + width + seed), {
              size,
              width,
              method,
              seed,
              depth: 6,
            }),
          ),
        ),
      ),
    );
    const model = fitCostModel(rows)!;
    expect([...model.names].sort()).toEqual(['method', 'size', 'width']);
    const at = model.expect(
      new Map<string, number | string>([
        ['size', 960],
        ['width', 512],
        ['method', 'euler'],
      ]),
    );
    expect(at / (60 * 960 ** 1.5 * 512 ** 2)).toBeCloseTo(1, 0);
    expect(model.errorFactor()).toBeGreaterThan(1);
    expect(model.errorFactor()).toBeLessThan(1.15);
  });

  it('measures its error where it has no measurement: a law that bends is missed by more than its own rows show', () => {
    const rows = [1, 2, 4, 8, 16].map((size) => row(size < 5 ? 1 : size ** 2, { size }));
    expect(fitCostModel(rows)!.errorFactor()).toBeGreaterThan(3);
  });

  it('takes no text for a law that one number explains', () => {
    const rows = [1, 2, 4, 8].map((size) => row(10 * size * wobble(size), { size, name: `run-${size}` }));
    expect(fitCostModel(rows)!.names).toEqual(['size']);
  });

  it('reads each measurement a few times, however many there are: hundreds of them delay no run', () => {
    let read = 0;
    class Counted extends Map<string, number | string> {
      override get(name: string) {
        read++;
        return super.get(name);
      }
    }
    const sizes = Array.from({ length: 200 }, (_, at) => 10 + at);
    const rows = sizes.map((size) => ({
      value: size ** 2 * wobble(size),
      features: new Counted([
        ['size', size],
        ['kind', size % 2 === 0 ? 'even' : 'odd'],
      ]),
    }));
    expect(fitCostModel(rows)!.errorFactor()).toBeLessThan(1.1);
    expect(read).toBeLessThan(30 * rows.length);
  });
});
