import { expect, it } from 'vitest';
import { billProblems } from '../../../release/bill-problems.ts';

it('a bill of materials has every dependency, each package with its version and licence', () => {
  const mit = [{ license: { id: 'MIT' } }];
  const components = [
    { name: 'a', version: '1.0.0', licenses: mit },
    { name: 'b', version: '', licenses: mit },
    { name: 'c', version: '1.0.0' },
  ];
  const bill = { bomFormat: 'CycloneDX', components };
  expect(billProblems(bill, ['a', 'd'])).toEqual(['d is not listed', 'b has no version', 'c has no licence']);
  expect(billProblems({ ...bill, components: components.slice(0, 1) }, ['a'])).toEqual([]);
  expect(billProblems({ ...bill, bomFormat: 'SPDX' }, [])).toEqual([
    'the format is SPDX, expected CycloneDX',
  ]);
});
