import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../../src/pipeline/faults/fault-list.ts';
import { settingReader } from '../../../../src/pipeline/plan/setting-reader.ts';
import type { JsonObject } from '../../../../src/pipeline/values/json.ts';

const even = {
  parse: (value: unknown) => (typeof value === 'number' && value % 2 === 0 ? value : undefined),
  expected: 'an even number',
};

function read(written: unknown, params: JsonObject = {}, matrix: JsonObject = {}): unknown {
  const faults = new FaultList();
  const value = settingReader(written, even, { params, path: ['stages', 's', 'n'], faults })(matrix);
  return faults.faults.length === 0
    ? value
    : faults.faults.map(({ message, expected }) => [message, expected]);
}

describe('settingReader', () => {
  it('reads what is written, what is referred to, and nothing where nothing is written', () => {
    expect(read(2)).toBe(2);
    expect(read('${{ params.a }}', { a: 4 })).toBe(4);
    expect(read('${{ matrix.b }}', {}, { b: 6 })).toBe(6);
    expect(read(undefined)).toBeUndefined();
  });

  it.each([3, null, 'x', [2]])('refuses %j wherever it comes from', (value) => {
    const fault = [['wrong value of stages.s.n', `an even number, received ${JSON.stringify(value)}`]];
    expect(read(value)).toEqual(fault);
    expect(read('${{ params.a }}', { a: value })).toEqual(fault);
    expect(read('${{ matrix.b }}', {}, { b: value })).toEqual(fault);
  });

  it('says one thing about a reference that leads nowhere', () => {
    expect(read('${{ params.a }}')).toEqual([['params has no key "a"', undefined]]);
    expect(read('${{ matrix.a }}')).toEqual([['unknown matrix axis "a"', undefined]]);
  });

  it('cuts a long value', () => {
    expect(read('x'.repeat(200))).toEqual([
      ['wrong value of stages.s.n', `an even number, received "${'x'.repeat(78)}…`],
    ]);
  });
});
