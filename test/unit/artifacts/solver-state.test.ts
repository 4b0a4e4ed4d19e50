import { describe, expect, it } from 'vitest';
import { readState, writeState } from '../../../src/artifacts/solver-state.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('readState', () => {
  it('gives every bit of a state back', () => {
    const folder = temporaryFolder();
    const state = {
      parameters: Float64Array.of(0.1 + 0.2, -0, 5e-324, 1.7976931348623157e308),
      block: new Float64Array(0),
      time: 0.1 + 0.2,
      settled: false,
      method: 'exponential-euler',
      random: [-1, 2, -3, 4],
    };
    writeState(folder, state);
    const read = readState(folder);
    expect(read).toEqual(state);
    expect(Object.is((read.parameters as Float64Array)[1], -0)).toBe(true);
  });
});
