import { expect, it } from 'vitest';
import { fine, inTheWay, remark } from '../../../../src/cli/doctor/diagnosis.ts';

it('holds what was looked at, how it is, and for what is in the way what to do', () => {
  expect(fine('a', 'b')).toEqual({ about: 'a', state: 'ok', text: 'b' });
  expect(remark('a', 'b')).toEqual({ about: 'a', state: 'remark', text: 'b' });
  expect(inTheWay('a', 'b', 'c')).toEqual({ about: 'a', state: 'fault', text: 'b', hint: 'c' });
});
