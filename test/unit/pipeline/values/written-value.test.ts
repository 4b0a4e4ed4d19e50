import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import { resolveAt, writtenValue } from '../../../../src/pipeline/values/written-value.ts';

const params = { network: { width: 64 }, sizes: [1, 2] };

describe('writtenValue', () => {
  it('resolves what does not depend on the matrix once, and shares it', () => {
    const value = writtenValue(
      { network: '${{ params.network }}', list: ['${{ params.sizes[0] }}'] },
      params,
      [],
      new FaultList(),
    );
    expect(value.fixed).toBe(true);
    expect(resolveAt(value, { a: 1 })).toEqual({ network: { width: 64 }, list: [1] });
    expect(resolveAt(value, { a: 1 })).toBe(resolveAt(value, { a: 2 }));
  });

  it('resolves the rest at each point, and still shares the fixed parts', () => {
    const value = writtenValue(
      { size: '${{ matrix.size }}', all: ['n=${{ matrix.size }}', { network: '${{ params.network }}' }] },
      params,
      [],
      new FaultList(),
    );
    expect(resolveAt(value, { size: 7 })).toEqual({ size: 7, all: ['n=7', { network: { width: 64 } }] });
    const network = (point: number): unknown =>
      (resolveAt(value, { size: point }) as { all: [unknown, { network: unknown }] }).all[1].network;
    expect(network(1)).toBe(network(2));
  });

  it('keeps scalars and null as they are', () => {
    const value = { a: 1, b: null, c: true, d: 'text' };
    expect(resolveAt(writtenValue(value, params, [], new FaultList()), {})).toEqual(value);
  });

  it('reports every reference that leads nowhere, with the path to it', () => {
    const faults = new FaultList();
    const value = writtenValue(
      { a: '${{ params.x }}', b: [{ c: '${{ matrix.y }}' }] },
      params,
      ['with'],
      faults,
    );
    resolveAt(value, { size: 1 });
    resolveAt(value, { size: 2 });
    expect(
      faults.faults.map(({ place, message }) => [place.kind === 'config' && place.path, message]),
    ).toEqual([
      [['with', 'a'], 'params has no key "x"'],
      [['with', 'b', 0, 'c'], 'unknown matrix axis "y"'],
    ]);
  });
});
