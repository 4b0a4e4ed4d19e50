import { expect, it } from 'vitest';
import { coordinatesOf, featuresOf } from '../../../../src/execution/cost/features.ts';

it('makes parameters and those of inputs flat, lists by their length, inputs of many by their count', () => {
  const features = featuresOf(
    { size: 60, network: { width: 512, init: 'xavier' }, sizes: [1, 2, 3], exact: true, none: null },
    { run: { params: { solver: { method: 'rk' } } }, analyses: { count: 7 } },
  );
  expect(Object.fromEntries(features)).toEqual({
    size: 60,
    'network.width': 512,
    'network.init': 'xavier',
    'sizes.length': 3,
    exact: 'true',
    none: 'null',
    'run.solver.method': 'rk',
    'analyses.count': 7,
  });
});

it('of parameters that are a list or nothing it knows the length or nothing', () => {
  expect([...featuresOf([1, 2], {})]).toEqual([['length', 2]]);
  expect([...featuresOf({}, {})]).toEqual([]);
});

it('reads the coordinates of a command from its name', () => {
  expect(coordinatesOf('resize[size=60,kind=a-b,scale=0.5]')).toEqual({
    'at size': 60,
    'at kind': 'a-b',
    'at scale': 0.5,
  });
  expect(coordinatesOf('page')).toEqual({});
});
