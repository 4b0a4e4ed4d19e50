import { expect, it } from 'vitest';
import { InputRegister } from '../../../src/datasets/input-register.ts';

it('tells the label under which an input came first', () => {
  const register = new InputRegister(3);
  expect(register.enter(Uint8Array.of(1, 2), 5)).toBeUndefined();
  expect(register.enter(Uint8Array.of(2, 1), 6)).toBeUndefined();
  expect(register.enter(Uint8Array.of(1, 2), 7)).toBe(5);
  expect(register.enter(Uint8Array.of(1, 2), 7)).toBe(5);
  expect(register.enter(Float64Array.of(0.5).subarray(0, 1), 0)).toBeUndefined();
});

it('keeps many inputs apart, and finds each again', () => {
  const register = new InputRegister(20_000);
  const input = (number: number): Float64Array => Float64Array.of(number, 1);
  for (let number = 0; number < 20_000; number++)
    expect(register.enter(input(number), number)).toBeUndefined();
  for (let number = 0; number < 20_000; number++) expect(register.enter(input(number), -1)).toBe(number);
});
