import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import type { ImportedInputs } from '../../../../src/datasets/import/array.ts';
import { encodeInputs } from '../../../../src/datasets/import/encode-inputs.ts';

function inputs(values: Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>): ImportedInputs {
  return { name: 'x', shape: [values.length, 1], values };
}

const bytes = inputs(Uint8Array.of(0, 10));
const floats = inputs(Float64Array.of(0, 10));
const unheard = (): void => undefined;

describe('encodeInputs', () => {
  it('leaves bytes as they are, to be taken as fractions of 255', async () => {
    const { encode, ...rest } = await encodeInputs(bytes, bytes, { standardize: 'none' }, unheard);
    expect(encode(Uint8Array.of(7))).toEqual(Uint8Array.of(7));
    expect(rest).toEqual({
      encoding: { type: 'uint8', scale: 1 / 255, channels: 1 },
      scale: 1 / 255,
      reading: 'Values as stored, times 0.00392156862745098, not standardised.',
    });
  });

  it('stores float64 where either split is no bytes', async () => {
    for (const [train, test] of [
      [bytes, floats],
      [floats, bytes],
      [floats, undefined],
    ] as const) {
      const { encode, encoding } = await encodeInputs(
        train,
        test,
        { standardize: 'none', scale: 2 },
        unheard,
      );
      expect(encoding).toEqual({ type: 'float64' });
      expect(encode(Uint8Array.of(7))).toEqual(Float64Array.of(14));
    }
  });

  it('refuses bytes beside other numbers, which may be fractions of them, where no scale is given', async () => {
    for (const [train, test] of [
      [bytes, { ...floats, name: 'y' }],
      [{ ...floats, name: 'y' }, bytes],
    ] as const)
      await expect(encodeInputs(train, test, { standardize: 'none' }, unheard)).rejects.toThrow(
        new DataError(
          'x holds bytes and y other numbers, expected one type, by which both splits are scaled: ' +
            'save both as one type, or say by with.scale what both are to be multiplied by',
        ),
      );
  });

  it('learns mean and deviation from the training inputs', async () => {
    const heard: number[] = [];
    const { encode, encoding, reading } = await encodeInputs(bytes, floats, { standardize: 'all' }, (rows) =>
      heard.push(rows),
    );
    expect(encoding).toEqual({ type: 'float64' });
    expect(encode(Float64Array.of(0, 5, 10))).toEqual(Float64Array.of(-1, 0, 1));
    expect(reading).toBe('Inputs standardised to mean 0 and standard deviation 1, over all training inputs.');
    expect(heard).toEqual([2]);
  });
});
