import { readFileSync } from 'node:fs';

const variable = 'OPENBLAS_CORETYPE';

/** The kernels of OpenBLAS that the user has chosen; undefined where OpenBLAS, or `withKernelChoice`, chooses. */
export function kernelsChosenByHand(): string | undefined {
  return process.env[variable];
}

/**
 * Loads OpenBLAS with kernels for the instructions that the processor has.
 *
 * OpenBLAS chooses its kernels by the processor's name, and releases older than the processor fall back to what any has: 0.3.21 takes its
 * SSE3 kernels (Prescott) on an Intel Xeon with AVX-512 that it does not know, several times slower, and AVX2 on Zen 5 (50 instead of
 * 84 GFLOP/s a core). A choice made by the user stays.
 *
 * @param load loads the library; OpenBLAS reads the environment variable then, and only then
 * @returns what `load` returns
 */
export function withKernelChoice<Result>(load: () => Result): Result {
  const kernels = kernelsChosenByHand() === undefined ? kernelsFor(processorDescription()) : undefined;
  if (kernels === undefined) return load();
  process.env[variable] = kernels;
  try {
    return load();
  } finally {
    // Not inherited by the commands that a stage may start.
    Reflect.deleteProperty(process.env, variable);
  }
}

/**
 * The kernels of OpenBLAS for the instructions of a processor: SkylakeX needs AVX-512, Haswell AVX2 and FMA.
 *
 * @param description text of /proc/cpuinfo
 * @returns undefined where OpenBLAS had better choose: without these instructions, on an AMD processor without AVX-512 (all of which it
 *   takes for a Zen), on another vendor's, or when the text says nothing about it
 */
export function kernelsFor(description: string): 'SkylakeX' | 'Haswell' | undefined {
  const flags = /^flags\s*:(.*)$/m.exec(description)?.[1]?.split(' ') ?? [];
  const vendor = /^vendor_id\s*:\s*(\w+)$/m.exec(description)?.[1];
  const has = (...wanted: string[]): boolean => wanted.every((flag) => flags.includes(flag));
  if (vendor !== 'AuthenticAMD' && vendor !== 'GenuineIntel') return undefined;
  if (has('avx512f', 'avx512dq', 'avx512bw', 'avx512vl', 'avx512cd')) return 'SkylakeX';
  return vendor === 'GenuineIntel' && has('avx2', 'fma') ? 'Haswell' : undefined;
}

function processorDescription(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
