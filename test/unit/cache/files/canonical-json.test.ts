import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/cache/files/canonical-json.ts';

describe('canonicalJson', () => {
  it('has one text for members in any order, at every depth', () => {
    const text = '{"a":{"x":[1,{"p":1,"q":2}],"y":2},"b":3}';
    expect(canonicalJson({ b: 3, a: { y: 2, x: [1, { q: 2, p: 1 }] } })).toBe(text);
    expect(canonicalJson({ a: { x: [1, { p: 1, q: 2 }], y: 2 }, b: 3 })).toBe(text);
  });

  it('keeps the order of arrays', () => {
    expect(canonicalJson([2, 1])).toBe('[2,1]');
  });

  it('sorts names by code units, as no locale does', () => {
    expect(canonicalJson({ é: 1, b: 2, Z: 3, a10: 4, a9: 5 })).toBe('{"Z":3,"a10":4,"a9":5,"b":2,"é":1}');
  });

  it('writes numbers as ECMAScript does, so that 1.0 and 1e0 are 1 and -0 is 0', () => {
    expect(canonicalJson([1.0, 1e21, 1e-7, -0, 0.1, 5e-324])).toBe('[1,1e+21,1e-7,0,0.1,5e-324]');
  });

  it('tells the text "1" from the number 1, and null from what is absent', () => {
    expect(canonicalJson({ a: '1' })).toBe('{"a":"1"}');
    expect(canonicalJson({ a: 1 })).toBe('{"a":1}');
    expect(canonicalJson({ a: null })).toBe('{"a":null}');
    expect(canonicalJson({})).toBe('{}');
  });

  it('escapes quotes, line breaks and lone surrogates, in names too', () => {
    expect(canonicalJson({ 'a"\n': '\ud800' })).toBe(String.raw`{"a\"\n":"\ud800"}`);
  });

  it('writes an object that stands in several places each time', () => {
    const shared = { b: 1, a: [true] };
    expect(canonicalJson([shared, { x: shared }])).toBe('[{"a":[true],"b":1},{"x":{"a":[true],"b":1}}]');
    expect(canonicalJson(shared)).toBe('{"a":[true],"b":1}');
  });

  it.each<[unknown, string]>([
    [new Date(0), 'a plain object, received Date'],
    [new Set(['x']), 'a plain object, received Set'],
    [new Map([['x', 1]]), 'a plain object, received Map'],
    [Buffer.from('x'), 'a plain object, received Uint8Array'],
    [Object.create({ inherited: 1 }), 'a plain object, received Object'],
    [{ [Symbol('x')]: 1 }, 'a plain object, received Object'],
    [undefined, 'what JSON can say, received undefined'],
    [[1, , 2], 'what JSON can say, received undefined'], // eslint-disable-line no-sparse-arrays
    [10n, 'what JSON can say, received bigint'],
    [() => 1, 'what JSON can say, received function'],
  ])('refuses what JSON would write as something else: %o', (value, problem) => {
    expect(() => canonicalJson({ value } as never)).toThrow(
      new RangeError(`canonical JSON: expected ${problem}`),
    );
  });

  it('takes objects without a prototype', () => {
    expect(canonicalJson(Object.assign(Object.create(null) as object, { a: 1 }))).toBe('{"a":1}');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %s', (number) => {
    expect(() => canonicalJson({ loss: number })).toThrow(
      new RangeError(`canonical JSON: expected a finite number, received ${number}`),
    );
  });
});
