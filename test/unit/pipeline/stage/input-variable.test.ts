import { expect, it } from 'vitest';
import { inputVariable } from '../../../../src/pipeline/stage/input-variable.ts';

it('names the variable of an input in capitals, with _ for whatever a variable cannot have', () => {
  expect(['data', 'my-data', 'my_Data2'].map(inputVariable)).toEqual([
    'EOS_INPUT_DATA',
    'EOS_INPUT_MY_DATA',
    'EOS_INPUT_MY_DATA2',
  ]);
});
