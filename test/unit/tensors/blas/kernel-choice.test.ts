import { afterEach, describe, expect, it } from 'vitest';
import { isAmdWithAvx512, withKernelChoice } from '../../../../src/tensors/blas/kernel-choice.ts';

const variable = 'OPENBLAS_CORETYPE';
const before = process.env[variable];

afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(process.env, variable);
  else process.env[variable] = before;
});

const description = (vendor: string, flags: string) =>
  `processor\t: 0\nvendor_id\t: ${vendor}\nflags\t\t: ${flags}\n`;
const avx512 = 'fpu avx2 avx512f avx512dq avx512cd avx512bw avx512vl';

describe('isAmdWithAvx512', () => {
  it('is true for an AMD processor with the instructions', () => {
    expect(isAmdWithAvx512(description('AuthenticAMD', avx512))).toBe(true);
  });

  it.each([
    ['another vendor, whose processors OpenBLAS knows', description('GenuineIntel', avx512)],
    ['an AMD processor without them', description('AuthenticAMD', 'fpu avx2')],
    ['no description', ''],
  ])('is false for %s', (_, text) => {
    expect(isAmdWithAvx512(text)).toBe(false);
  });
});

describe('withKernelChoice', () => {
  it('leaves the choice of the user as it is', () => {
    process.env[variable] = 'Haswell';
    expect(withKernelChoice(() => process.env[variable])).toBe('Haswell');
    expect(process.env[variable]).toBe('Haswell');
  });

  it('leaves nothing behind, also when loading fails', () => {
    Reflect.deleteProperty(process.env, variable);
    expect(() =>
      withKernelChoice(() => {
        throw new Error('not found');
      }),
    ).toThrow('not found');
    expect(process.env[variable]).toBeUndefined();
  });
});
