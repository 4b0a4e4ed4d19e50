import type { BlasGemm } from '../blas/dgemm.ts';
import type { BlasLibrary } from '../blas/library.ts';
import type { Numbers } from '../matrix.ts';
import type { Cublas } from './cublas.ts';

/** Operations from which on a product is worth a call of the GPU, and for each byte that is copied, worth its copies (decision 0102). */
const FEWEST_OPERATIONS = 2e7;
const FEWEST_PER_BYTE = 12;

/**
 * Lets a GPU make the large products of a BLAS. Which are large depends on their sizes alone, so that a run gives the same bits each time.
 *
 * @param library makes all the others, near the processor's memory
 * @param cublas makes those that are worth their copies
 * @returns the library with other products
 */
export function withCublas(library: BlasLibrary, cublas: Cublas): BlasLibrary {
  const { single } = library;
  return {
    ...library,
    dgemm: (...product) => {
      (isWorthCopies(product, 8) ? cublas : library).dgemm(...product);
    },
    ...(single && {
      single: {
        ...single,
        sgemm: (...product) => {
          (isWorthCopies(product, 4) ? cublas : single).sgemm(...product);
        },
      },
    }),
  };
}

/** Whether a product of [m, k] and [k, n] is large beside its operands and its result, each of which is copied once. */
function isWorthCopies([, , m, n, k]: Parameters<BlasGemm<Numbers>>, bytesOfNumber: 4 | 8): boolean {
  const operations = 2 * m * n * k;
  return (
    operations >= FEWEST_OPERATIONS && operations >= FEWEST_PER_BYTE * bytesOfNumber * (m * k + k * n + m * n)
  );
}
