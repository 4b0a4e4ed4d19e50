import { readFileSync } from 'node:fs';

const variable = 'OPENBLAS_CORETYPE';

/** The kernels of OpenBLAS that the user has chosen; undefined where OpenBLAS, or `withKernelChoice`, chooses. */
export function kernelsChosenByHand(): string | undefined {
  return process.env[variable];
}

/**
 * Loads OpenBLAS with its AVX-512 kernels on AMD processors that have the instructions.
 *
 * OpenBLAS chooses its kernels by the processor's name, and releases older than the processor fall back to AVX2
 * (0.3.21 on Zen 5: 50 instead of 84 GFLOP/s a core). A choice made by the user stays.
 *
 * @param load loads the library; OpenBLAS reads the environment variable then, and only then
 * @returns what `load` returns
 */
export function withKernelChoice<Result>(load: () => Result): Result {
  if (kernelsChosenByHand() !== undefined || !isAmdWithAvx512(processorDescription())) return load();
  process.env[variable] = 'SkylakeX';
  try {
    return load();
  } finally {
    // Not inherited by the commands that a stage may start.
    Reflect.deleteProperty(process.env, variable);
  }
}

/**
 * Tells whether a processor is from AMD and has the AVX-512 instructions that OpenBLAS's kernels need.
 *
 * @param description text of /proc/cpuinfo
 * @returns false when the text says nothing about it
 */
export function isAmdWithAvx512(description: string): boolean {
  const flags = /^flags\s*:(.*)$/m.exec(description)?.[1]?.split(' ') ?? [];
  return (
    /^vendor_id\s*:\s*AuthenticAMD$/m.test(description) &&
    ['avx512f', 'avx512dq', 'avx512bw', 'avx512vl', 'avx512cd'].every((flag) => flags.includes(flag))
  );
}

function processorDescription(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
