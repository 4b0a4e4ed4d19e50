import { describe, expect, it } from 'vitest';
import { CycleError, topologicalOrder } from '../../../../src/pipeline/plan/order.ts';

describe('topologicalOrder', () => {
  it('puts every name after the ones it needs, and else keeps the given order', () => {
    const needs = new Map([
      ['report', ['fit', 'train']],
      ['train', ['data']],
      ['fit', ['train']],
      ['data', []],
      ['alone', []],
    ]);
    expect(topologicalOrder(needs)).toEqual(['data', 'train', 'fit', 'report', 'alone']);
  });

  it('names the circle, and nothing that only leads to it', () => {
    const needs = new Map([
      ['start', ['a']],
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a']],
    ]);
    expect(() => topologicalOrder(needs)).toThrow(new CycleError(['a', 'b', 'c', 'a']));
  });

  it('names a stage that needs itself', () => {
    expect(() => topologicalOrder(new Map([['a', ['a']]]))).toThrow(new CycleError(['a', 'a']));
  });

  it('orders a chain of 100,000 without running out of stack', () => {
    const needs = new Map(
      Array.from({ length: 100_000 }, (_, index) => [`s${index}`, index === 99_999 ? [] : [`s${index + 1}`]]),
    );
    expect(topologicalOrder(needs)[0]).toBe('s99999');
  });
});
