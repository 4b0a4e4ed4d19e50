import { describe, expect, it } from 'vitest';
import {
  aDigest,
  either,
  listOf,
  members,
  aNumber,
  only,
  tableOf,
  aText,
} from '../../../../src/cache/files/shape.ts';

const record = members(
  { key: aDigest, names: listOf(aText), sizes: tableOf(aNumber) },
  { dropped: only(true), kind: either(only('a'), only('b')) },
);
const right = { key: 'a'.repeat(64), names: ['x'], sizes: { x: 1 } };

describe('a shape', () => {
  it('accepts what has it, and members that it does not name', () => {
    expect(record(right)).toBeUndefined();
    expect(record({ ...right, dropped: true, kind: 'b', more: null })).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [null, ' is not an object'],
    [[], ' is not an object'],
    [{ ...right, key: '../../victim' }, '.key is not a digest'],
    [{ ...right, key: undefined }, '.key is not a digest'],
    [{ ...right, names: 'x' }, '.names is not a list'],
    [{ ...right, names: ['x', 2] }, '.names[1] is not a text'],
    [{ ...right, sizes: [] }, '.sizes is not an object'],
    [{ ...right, sizes: { x: Number.NaN } }, '.sizes.x is not a number'],
    [{ ...right, dropped: false }, '.dropped is not true'],
    [{ ...right, kind: 'c' }, '.kind is not "a"'],
  ])('says where %j is wrong', (value, problem) => {
    expect(record(value)).toBe(problem);
  });
});
