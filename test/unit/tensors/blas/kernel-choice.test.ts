import { afterEach, describe, expect, it } from 'vitest';
import { kernelsFor, withKernelChoice } from '../../../../src/tensors/blas/kernel-choice.ts';

const variable = 'OPENBLAS_CORETYPE';
const before = process.env[variable];

afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(process.env, variable);
  else process.env[variable] = before;
});

const description = (vendor: string, flags: string) =>
  `processor\t: 0\nvendor_id\t: ${vendor}\nflags\t\t: ${flags}\n`;
const avx2 = 'fpu fma avx2';
const avx512 = `${avx2} avx512f avx512dq avx512cd avx512bw avx512vl`;

describe('kernelsFor', () => {
  it.each(['AuthenticAMD', 'GenuineIntel'])(
    'takes AVX-512 where a processor of %s has it, whatever its name',
    (vendor) => {
      expect(kernelsFor(description(vendor, avx512))).toBe('SkylakeX');
    },
  );

  it('takes AVX2 on one of Intel without AVX-512, as on the newest for laptops', () => {
    expect(kernelsFor(description('GenuineIntel', avx2))).toBe('Haswell');
  });

  it.each([
    ['an AMD processor without AVX-512, which OpenBLAS takes for a Zen', description('AuthenticAMD', avx2)],
    ['an old processor', description('GenuineIntel', 'fpu sse4_2 avx')],
    ['another vendor', description('CentaurHauls', avx512)],
    ['no description', ''],
  ])('leaves the choice to OpenBLAS for %s', (_, text) => {
    expect(kernelsFor(text)).toBeUndefined();
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
