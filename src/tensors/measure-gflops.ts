import { zeros } from './matrix.ts';
import type { Ops } from './ops.ts';

/**
 * Measures the speed of plain matrix products, by the best of several.
 * @param ops the backend
 * @param order n of the n × n matrices; 512 is the width of the paper's networks
 * @param durationMs how long to measure
 * @returns 10⁹ multiplications and additions a second
 */
export async function measureGflops(ops: Ops, order = 512, durationMs = 500): Promise<number> {
  const [a, b, c] = [zeros(order, order), zeros(order, order), zeros(order, order)];
  a.data.fill(0.5);
  b.data.fill(0.25);
  // The first product loads kernels and touches memory for the first time.
  await ops.gemm(a, b, c);
  let best = Infinity;
  for (const start = performance.now(); performance.now() - start < durationMs;) {
    const begin = performance.now();
    await ops.gemm(a, b, c);
    best = Math.min(best, performance.now() - begin);
  }
  return (2 * order ** 3) / (best * 1e6);
}
