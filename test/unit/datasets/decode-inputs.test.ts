import { describe, expect, it } from 'vitest';
import { decodeInputs } from '../../../src/datasets/decode-inputs.ts';

describe('decodeInputs', () => {
  it('scales bytes and repeats the stored columns once a channel', () => {
    const encoding = { type: 'uint8', scale: 1 / 255, channels: 3 } as const;
    const inputs = decodeInputs(Uint8Array.of(255, 0, 51, 102), { encoding, inputShape: [3, 1, 2] });
    expect([...inputs]).toEqual([1, 0, 1, 0, 1, 0, 0.2, 0.4, 0.2, 0.4, 0.2, 0.4]);
  });

  it('leaves float64 inputs as they are', () => {
    const stored = Float64Array.of(1.5, -2);
    expect(decodeInputs(stored, { encoding: { type: 'float64' }, inputShape: [2] })).toBe(stored);
  });
});
