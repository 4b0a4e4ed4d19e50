import { blasOps } from './blas/blas-ops.ts';
import { candidates, nameOfLibrary } from './blas/libraries.ts';
import { loadLibrary } from './blas/library.ts';
import type { BlasLibrary } from './blas/library.ts';
import { loadCublas, type Cublas } from './cublas/cublas.ts';
import { withCublas } from './cublas/with-cublas.ts';
import type { Ops } from './ops.ts';
import { wasmOps } from './wasm/wasm-ops.ts';

/** Where and how to look for a BLAS. */
export interface OpenOptions {
  /** Path of a library; `none` asks for WebAssembly. Default: the environment variable EOS_BLAS_LIBRARY. */
  readonly library?: string;
  /** Default: the environment variable EOS_THREADS, else 1. */
  readonly threads?: number;
}

/**
 * Opens the default backend: float64 products by the first BLAS that is installed and correct, else in
 * WebAssembly.
 *
 * @param options library and threads
 * @returns the operations; `backend.refused` says which libraries were found and not used, and why
 * @throws Error when a library named by the user cannot be used, a BLAS or cuBLAS (EOS_CUBLAS_LIBRARY)
 */
export async function openBlas(options: OpenOptions = {}): Promise<Ops> {
  const wanted = options.library ?? process.env.EOS_BLAS_LIBRARY;
  const threads = options.threads ?? threadsFromEnvironment();
  const refused: string[] = [];
  const found = wanted === 'none' ? undefined : wanted ? named(wanted) : search(refused);
  const cublas = onGpu(found);
  if (found === undefined) return Promise.resolve(webAssembly(threads, refused));
  const controlled = found.setThreads(threads);
  return blasOps(cublas ? withCublas(found, cublas) : found, {
    name: cublas ? `${found.name} and cuBLAS` : found.name,
    library: found.file,
    precision: 'float64',
    threads,
    refused: controlled
      ? refused
      : [...refused, `${found.file}: its threads cannot be set; it uses its own default`],
  });
}

/** The GPU that the environment variable EOS_CUBLAS_LIBRARY asks for, which names the library. */
function onGpu(besides: BlasLibrary | undefined): Cublas | undefined {
  const file = process.env.EOS_CUBLAS_LIBRARY;
  if (file === undefined || file === '') return undefined;
  const cannot = `EOS_CUBLAS_LIBRARY=${file} cannot be used. `;
  if (besides === undefined)
    throw new Error(
      `${cannot}Small products stay on the processor, and no BLAS library for them was loaded: install one (Debian: apt-get install libopenblas0-pthread), or unset the variable.`,
    );
  try {
    return loadCublas(file);
  } catch (cause) {
    throw new Error(`${cannot}${(cause as Error).message}. Unset the variable to compute on the processor.`, {
      cause,
    });
  }
}

function webAssembly(threads: number, refused: readonly string[]): Ops {
  const remark = `EOS_THREADS=${threads}, since products in WebAssembly take one thread`;
  return wasmOps({
    name: 'WebAssembly',
    library: `V8 ${process.versions.v8}`,
    precision: 'float64',
    threads: 1,
    refused: threads === 1 ? refused : [...refused, remark],
  });
}

function named(file: string): BlasLibrary {
  try {
    return loadLibrary(file, nameOfLibrary(file));
  } catch (cause) {
    throw new Error(
      `EOS_BLAS_LIBRARY=${file} cannot be used. ${(cause as Error).message}. Name another library, unset the variable to search for one, or set it to "none" to use WebAssembly.`,
      { cause },
    );
  }
}

function search(refused: string[]): BlasLibrary | undefined {
  for (const { name, files } of candidates(process.platform)) {
    for (const file of files) {
      try {
        return loadLibrary(file, name);
      } catch (error) {
        const { message } = error as Error;
        // A library that is not installed is no news; one that is there and unusable is.
        if (!/cannot open shared object|no such file|could not be found/i.test(message))
          refused.push(message);
      }
    }
  }
  return undefined;
}

function threadsFromEnvironment(): number {
  const text = process.env.EOS_THREADS;
  if (text === undefined || text === '') return 1;
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`EOS_THREADS: expected a whole number ≥ 1, received "${text}"`);
  return threads;
}
