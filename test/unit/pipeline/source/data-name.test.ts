import { expect, it } from 'vitest';
import { dataNameProblem } from '../../../../src/pipeline/source/data-name.ts';

it('takes names in the data dir, and nothing outside of it', () => {
  expect(['x.zip', 'a/b', '..x', 'a/../b'].map(dataNameProblem)).toEqual(Array(4).fill(undefined));
  expect(['/x', '.', '..', '../x', 'a/../..'].map(dataNameProblem)).toEqual([
    'is an absolute path, where a name in the data dir is expected',
    'is the data dir itself, where a name in it is expected',
    'leads out of the data dir',
    'leads out of the data dir',
    'leads out of the data dir',
  ]);
});
