import { expect, it } from 'vitest';
import { nothingToDo } from '../../../src/progress/nothing-to-do.ts';

it('counts the instances and says how long it took', () => {
  expect(nothingToDo(48, 210)).toBe('nothing to do: 48 instances up to date (0.21 s)');
  expect(nothingToDo(1, 210)).toBe('nothing to do: 1 instance up to date (0.21 s)');
  expect(nothingToDo(0, 210)).toBe('the pipeline has no instances: there is nothing to run');
});
