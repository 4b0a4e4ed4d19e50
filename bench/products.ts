/**
 * Products of the sizes that trainings have, by the installed BLAS and in WebAssembly, in turns in one run.
 *
 *     node bench/products.ts
 */
import { cpus } from 'node:os';
import { zeros } from '../src/tensors/matrix.ts';
import { openBlas } from '../src/tensors/open-blas.ts';

const sizes = [
  [512, 512, 512],
  [60, 512, 512],
  [60, 64, 64],
  [16, 10, 64],
  [9, 100_000, 9],
] as const;

const backends = [await openBlas(), await openBlas({ library: 'none' })];
console.log(`${cpus()[0]!.model}; GFLOP/s of m × n × k, best of 60\n`);
console.log(`| m × n × k | ${backends.map(({ backend }) => backend.name).join(' | ')} |\n|---|--:|--:|`);
for (const [m, n, k] of sizes) {
  const [a, b, c] = [zeros(m, k), zeros(k, n), zeros(m, n)];
  a.data.fill(0.5);
  b.data.fill(0.25);
  const times = Math.ceil(2e6 / (m * n * k));
  const best = backends.map(() => Infinity);
  for (let turn = 0; turn < 60; turn++)
    for (const [index, ops] of backends.entries()) {
      const start = performance.now();
      for (let i = 0; i < times; i++) await ops.gemm(a, b, c);
      best[index] = Math.min(best[index]!, (performance.now() - start) / times);
    }
  const speeds = best.map((milliseconds) => ((2 * m * n * k) / milliseconds / 1e6).toFixed(1));
  console.log(`| ${m} × ${n} × ${k} | ${speeds.join(' | ')} |`);
}
