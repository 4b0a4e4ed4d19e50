import { faultOf, type Dgemm, type BlasGemm } from '../blas/dgemm.ts';
import { multipliesRight } from '../blas/single-routines.ts';
import type { Numbers } from '../matrix.ts';
import { declare, open } from '../native-library.ts';
import { openDeviceMemory } from './device-memory.ts';

/** Products on an NVIDIA GPU of operands in the processor's memory. */
export interface Cublas {
  readonly dgemm: Dgemm;
  readonly sgemm: BlasGemm<Float32Array>;
}

/**
 * Loads NVIDIA's cuBLAS: each product copies its operands to the GPU, is made there, and copies its result back.
 *
 * @param file path or name of the library (`libcublas.so.13`)
 * @param driver path or name of the driver's library
 * @returns products in float64 and float32, without TensorFloat-32
 * @throws Error naming the file and the reason: not found, no device, wrong results
 */
export function loadCublas(
  file: string,
  driver = process.platform === 'win32' ? 'nvcuda.dll' : 'libcuda.so.1',
): Cublas {
  const memory = openDeviceMemory(driver);
  const library = open(file);
  const call = (prototype: string) =>
    declare(library, prototype, 'of cuBLAS (its cublasStatus_t)', {
      3: 'the GPU has no memory left; let fewer runs share it (-j)',
    });
  const made: unknown[] = [null];
  call('int cublasCreate_v2(_Out_ void **)')(made);
  const product = (letter: 'D' | 'S', type: 'double' | 'float') =>
    call(
      `int cublas${letter}gemm_v2(void *, int, int, int, int, int, const ${type} *, uint64_t, int, uint64_t, int, const ${type} *, uint64_t, int)`,
    );
  const gemm =
    <Data extends Numbers>(routine: (...values: unknown[]) => void, one: (value: number) => Data) =>
    (
      ...[transposeA, transposeB, m, n, k, alpha, a, columnsOfA, b, columnsOfB, beta, c]: Parameters<
        BlasGemm<Data>
      >
    ): void => {
      const onDevice = (slot: 'a' | 'b', numbers: Data): bigint => {
        const address = memory.place(slot, numbers.byteLength);
        memory.upload(address, numbers);
        return address;
      };
      const first = onDevice('a', a);
      const second = onDevice('b', b);
      const result = memory.place('c', c.byteLength);
      if (beta !== 0) memory.upload(result, c);
      // What is row-major here is the transpose, column-major, there: cᵀ = op(b)ᵀ · op(a)ᵀ.
      routine(made[0], Number(transposeB), Number(transposeA), n, m, k, one(alpha), second, columnsOfB, first, columnsOfA, one(beta), result, n); // prettier-ignore
      memory.download(c, result);
    };
  const dgemm: Dgemm = gemm(product('D', 'double'), (value): Float64Array => Float64Array.of(value));
  const sgemm: BlasGemm<Float32Array> = gemm(product('S', 'float'), (value): Float32Array =>
    Float32Array.of(value),
  );
  const fault = faultOf(dgemm);
  if (fault !== undefined) throw new Error(`${file}: cublasDgemm is wrong ${fault}`);
  if (!multipliesRight(sgemm)) throw new Error(`${file}: cublasSgemm is wrong`);
  return { dgemm, sgemm };
}
