import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import { checkVariables } from '../../../../src/pipeline/plan/check-variables.ts';

function faultsOf(needs: string[], env: string[] = []): unknown[] {
  const faults = new FaultList();
  const stage = {
    run: 'x',
    outputs: ['x'],
    needs: Object.fromEntries(needs.map((name) => [name, 'a'])),
    env,
  };
  checkVariables('s', stage, faults);
  return faults.faults.map(({ place, message }) => [
    place.kind === 'config' ? place.path.at(-1) : '',
    message,
  ]);
}

describe('checkVariables', () => {
  it('lets names apart stand beside each other', () => {
    expect(faultsOf(['a', 'b', 'a-b', 'a_c'], ['HOME', 'EOS_OTHER'])).toEqual([]);
  });

  it.each([
    ['my-data', 'my_data'],
    ['data', 'Data'],
    ['a-B', 'A_b'],
  ])('refuses %s and %s, which a command would find in one variable', (one, other) => {
    const variable = `$EOS_INPUT_${one.toUpperCase().replace('-', '_')}`;
    expect(faultsOf([one, other])).toEqual([
      [other, `the inputs "${one}" and "${other}" would both be in ${variable}`],
    ]);
  });

  it('refuses declared variables that the command would find something else in', () => {
    expect(faultsOf(['data'], ['EOS_OUTPUT', 'EOS_INPUT_DATA'])).toEqual([
      [0, 'the variable EOS_OUTPUT is what a command gets from eos-pipeline'],
      [1, 'the variable EOS_INPUT_DATA is what a command gets the input "data" in'],
    ]);
  });

  it('says nothing about a stage file, which takes inputs by their names', () => {
    const faults = new FaultList();
    checkVariables('s', { uses: 'x.ts', needs: { 'a-b': 'x', a_b: 'x' } }, faults);
    expect(faults.faults).toEqual([]);
  });
});
