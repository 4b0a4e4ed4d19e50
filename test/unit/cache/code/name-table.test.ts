import { describe, expect, it } from 'vitest';
import { NameTable } from '../../../../src/cache/code/name-table.ts';

describe('NameTable', () => {
  it('sorts names and values, whatever the order in which they came', () => {
    const table = new NameTable();
    for (const [name, value] of [
      ['tool', '2'],
      ['a', '3'],
      ['tool', '1'],
      ['tool', '2'],
    ] as const)
      table.add(name, value);
    expect(Object.entries(table.sorted())).toEqual([
      ['a', '3'],
      ['tool', '1, 2'],
    ]);
    expect(table.has('tool')).toBe(true);
    expect(table.size).toBe(2);
  });

  it('has no names that nothing was added under', () => {
    expect(new NameTable().has('constructor')).toBe(false);
    expect(new NameTable().sorted()).toEqual({});
  });
});
