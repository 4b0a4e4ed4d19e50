import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import type { JsonValue } from '../../../../src/pipeline/values/json.ts';
import { InstanceIndex, needTarget } from '../../../../src/pipeline/plan/need.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';

function instance(stage: string, coordinates: Record<string, string>): Instance {
  const name = Object.entries(coordinates)
    .map((pair) => pair.join('='))
    .join(',');
  return {
    id: `${stage}[${name}]`,
    stage,
    coordinates,
    work: { kind: 'run', command: 'ls', outputs: [] },
    params: {},
    needs: {},
    env: [],
    threads: 1,
    retries: 0,
    temporary: false,
    location: { file: 'pipeline.yaml', line: 1, column: 1 },
  };
}

describe('needTarget', () => {
  const faults = new FaultList();
  const read = (value: JsonValue): unknown =>
    needTarget(value, {
      folder: '/project',
      stages: new Set(['train', 'analyze']),
      path: ['needs', 'x'],
      faults,
    });

  it('reads a stage, a list of stages, and a file', () => {
    expect(read('train')).toEqual({ kind: 'stages', stages: ['train'], many: undefined });
    expect(read(['train', 'analyze'])).toEqual({ kind: 'stages', stages: ['train', 'analyze'], many: true });
    expect(read({ file: 'data/x.ts' })).toEqual({
      kind: 'file',
      path: '/project/data/x.ts',
      name: 'data/x.ts',
    });
    expect(faults.faults).toEqual([]);
  });

  it('reports unknown stages and other values', () => {
    expect([read('tarin'), read(['train', 'analyse']), read(3)]).toEqual([undefined, undefined, undefined]);
    expect(faults.faults.map(({ message, hint, expected }) => [message, hint ?? expected])).toEqual([
      ['there is no stage "tarin"', 'did you mean "train"?'],
      ['there is no stage "analyse"', 'did you mean "analyze"?'],
      [
        'the need is neither a stage, nor a list of stages, nor { file: … }, { data: … } or { inputsOf: … }',
        'one of these, received 3',
      ],
    ]);
  });
});

describe('InstanceIndex', () => {
  const index = new InstanceIndex();
  const trained = ['x', 'y'].flatMap((experiment) =>
    ['10', '9'].map((size) => instance('train', { experiment, size })),
  );
  index.add('train', ['experiment', 'size'], trained);
  index.add('data', [], [{ ...instance('data', {}), id: 'data' }]);

  it('finds the one instance that agrees on every axis', () => {
    expect(index.find(['train'], instance('analyze', { size: '9', experiment: 'y' }))).toEqual([
      'train[experiment=y,size=9]',
    ]);
  });

  it('collects, sorted, what agrees on the axes that both have', () => {
    expect(index.find(['train'], instance('fit', { experiment: 'x', other: '1' }))).toEqual([
      'train[experiment=x,size=10]',
      'train[experiment=x,size=9]',
    ]);
  });

  it('collects everything where there is no common axis', () => {
    expect(index.find(['train'], instance('report', {}))).toHaveLength(4);
  });

  it('finds nothing where nothing agrees', () => {
    expect(index.find(['train'], instance('fit', { experiment: 'z' }))).toEqual([]);
  });

  it('joins several stages', () => {
    expect(index.find(['train', 'data'], instance('fit', { experiment: 'x' }))).toEqual([
      'data',
      'train[experiment=x,size=10]',
      'train[experiment=x,size=9]',
    ]);
  });

  it('gives the same array to all that collect the same, so that 10,000 collectors of 10,000 take no 10⁸ places', () => {
    const find = (other: string): string[] => index.find(['train', 'data'], instance('fit', { other }));
    expect(find('1')).toBe(find('2'));
  });
});
