import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import { plainTexts } from '../../../../src/pipeline/values/plain-texts.ts';

describe('plainTexts', () => {
  it('gives back the same object where nothing is to be read', () => {
    const value = { a: [1, 'x', { b: null }], constructor: true };
    expect(plainTexts(value, ['params'], new FaultList())).toBe(value);
  });

  it('reads escapes at any depth', () => {
    const value = { a: [`\${{ '\${{ params.x }}' }} and \${{ "}}" }}`], b: 1 };
    expect(plainTexts(value, ['params'], new FaultList())).toEqual({ a: ['${{ params.x }} and }}'], b: 1 });
  });

  it('refuses references, which do not work there', () => {
    const faults = new FaultList();
    plainTexts({ a: [0, 'see ${{ params.b }}'] }, ['params'], faults);
    expect(faults.faults).toEqual([
      {
        place: { kind: 'config', path: ['params', 'a', 1], part: 'value', text: '${{ params.b }}' },
        message: 'references do not work under params',
        hint: "refer to it where it is used; for the text itself write ${{ '${{ params.b }}' }}",
      },
    ]);
  });
});
