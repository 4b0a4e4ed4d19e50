import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import type { JsonValue } from '../../../../src/pipeline/values/json.ts';
import { expandMatrix, pointName } from '../../../../src/pipeline/matrix/expand-matrix.ts';

const params = {
  experiments: [
    { id: 'dice', sizes: [30, 60] },
    { id: 'fibrillation', sizes: [30] },
  ],
  seeds: [0, 1],
  none: [],
  flags: [true, false],
};

function expand(axes: Record<string, JsonValue>): { names: string[]; faults: FaultList } {
  const faults = new FaultList();
  const points = expandMatrix(axes, params, ['stages', 's', 'matrix'], faults);
  return { names: points.map(({ coordinates }) => pointName(coordinates)), faults };
}

function said(axes: Record<string, JsonValue>): (string | undefined)[][] {
  return expand(axes).faults.faults.map(({ message, expected }) => [message, expected]);
}

describe('expandMatrix', () => {
  it('gives one point without coordinates where there are no axes', () => {
    expect(expand({}).names).toEqual(['']);
  });

  it('combines axes in order, the last one fastest', () => {
    expect(expand({ a: [1, 2], b: ['x', 'y'] }).names).toEqual(['a=1,b=x', 'a=1,b=y', 'a=2,b=x', 'a=2,b=y']);
  });

  it('lets a later axis depend on an earlier one', () => {
    const axes = { experiment: '${{ params.experiments }}', size: '${{ matrix.experiment.sizes }}' };
    expect(expand(axes).names).toEqual([
      'experiment=dice,size=30',
      'experiment=dice,size=60',
      'experiment=fibrillation,size=30',
    ]);
  });

  it('names maps by their id and keeps them whole for references', () => {
    const points = expandMatrix({ experiment: '${{ params.experiments }}' }, params, [], new FaultList());
    expect(points[0]).toEqual({
      coordinates: { experiment: 'dice' },
      values: { experiment: params.experiments[0] },
    });
  });

  it('writes numbers and booleans as text', () => {
    expect(expand({ rate: [0.1, 1e-4], flag: '${{ params.flags }}' }).names).toEqual([
      'rate=0.1,flag=true',
      'rate=0.1,flag=false',
      'rate=0.0001,flag=true',
      'rate=0.0001,flag=false',
    ]);
  });
});

describe('a matrix axis', () => {
  it('that is empty is a fault', () => {
    expect(said({ seed: '${{ params.none }}' })).toEqual([
      ['the matrix axis "seed" is empty', 'at least one value: an empty axis makes no instance at all'],
    ]);
  });

  it('that is empty at one point names the point', () => {
    const faults = new FaultList();
    const own = {
      experiments: [
        { id: 'a', sizes: [1] },
        { id: 'b', sizes: [] },
      ],
    };
    const axes = { experiment: '${{ params.experiments }}', size: '${{ matrix.experiment.sizes }}' };
    expandMatrix(axes, own, [], faults);
    expect(faults.faults.map(({ message }) => message)).toEqual([
      'the matrix axis "size" is empty at experiment=b',
    ]);
  });

  it('that is no list is a fault', () => {
    expect(said({ seed: '${{ params.seeds[0] }}' })).toEqual([
      ['the matrix axis "seed" is not a list', 'a list of values, received 0'],
    ]);
  });

  it('that refers to an axis after it is a fault', () => {
    expect(said({ size: '${{ matrix.experiment.sizes }}', experiment: '${{ params.experiments }}' })).toEqual(
      [['unknown matrix axis "experiment"', undefined]],
    );
  });

  it('with a value twice is a fault', () => {
    expect(said({ seed: [1, 1] })).toEqual([
      ['the matrix axis "seed" has the value "1" twice', 'every value (or its "id") to occur once'],
    ]);
  });

  it('with a value that has no name is a fault', () => {
    expect(said({ seed: [[1], null] })).toEqual([
      ['the matrix axis "seed" has a value without a name: [1]', 'numbers, texts, or maps with an "id"'],
      ['the matrix axis "seed" has a value without a name: null', 'numbers, texts, or maps with an "id"'],
    ]);
  });

  it('with a value that would make names ambiguous is a fault', () => {
    expect(said({ seed: ['a,b'] })).toEqual([
      [
        'the value "a,b" of the matrix axis "seed" cannot be part of a name',
        'no spaces and none of [ ] , = * ?',
      ],
    ]);
  });

  it.each(['\u0007', 'a\u001bb', 'a\u202eb', 'a\u200bb', '\u00ad'])(
    'with characters that nobody can see is a fault: %j',
    (value) => {
      expect(said({ seed: [value] })).toEqual([
        [
          `the value ${JSON.stringify(value)} of the matrix axis "seed" cannot be part of a name`,
          'only characters that can be seen',
        ],
      ]);
    },
  );

  it('with an id that is neither text nor a number is a fault, as it is where it is written', () => {
    expect(said({ seed: [{ id: true }, { id: [1] }] })).toEqual([
      [
        'the matrix axis "seed" has a value without a name: {"id":true}',
        'numbers, texts, or maps with an "id"',
      ],
      [
        'the matrix axis "seed" has a value without a name: {"id":[1]}',
        'numbers, texts, or maps with an "id"',
      ],
    ]);
  });

  it('that makes more instances than fit into memory is a fault, before they are made', () => {
    const many = Array.from({ length: 1000 }, (_, index) => index);
    expect(said({ a: many, b: many, c: many })).toEqual([
      ['the pipeline has more than 500,000 instances with this matrix', undefined],
    ]);
  });
});
