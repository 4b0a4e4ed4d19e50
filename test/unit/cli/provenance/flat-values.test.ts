import { describe, expect, it } from 'vitest';
import { flatValues } from '../../../../src/cli/provenance/flat-values.ts';

describe('flatValues', () => {
  it('gives each value its path; lists of plain values and what is empty are one value', () => {
    const value = {
      network: { width: 64 },
      seeds: [0, 1],
      none: [],
      experiments: [{ id: 'a', sizes: [] }, 3],
    };
    expect(flatValues(value)).toEqual([
      ['network.width', '64'],
      ['seeds', '[0,1]'],
      ['none', '[]'],
      ['experiments[0].id', 'a'],
      ['experiments[0].sizes', '[]'],
      ['experiments[1]', '3'],
    ]);
  });
});
