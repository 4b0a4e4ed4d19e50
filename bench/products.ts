/**
 * Products of the sizes that trainings have, by the installed BLAS and in WebAssembly, in turns in one run, in both precisions.
 *
 *     node bench/products.ts [CHECKOUT]
 *
 * CHECKOUT is for example a git worktree of an older commit with node_modules; its WebAssembly then is the last column.
 */
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { matrix, type Numbers } from '../src/tensors/matrix.ts';
import { openBlas } from '../src/tensors/open-blas.ts';
import type { GemmOptions, Ops } from '../src/tensors/ops.ts';

/** m, n, k, and which operands are transposed. */
const sizes = [
  [512, 512, 512, ''],
  [60, 512, 512, ''],
  [60, 512, 512, 'b'],
  [512, 512, 60, 'a'],
  [240, 512, 512, ''],
  [60, 64, 64, ''],
  [60, 512, 60, ''],
  [16, 10, 64, ''],
  [9, 100_000, 9, ''],
  [2, 1_000_000, 2, ''],
  [2, 2, 1_000_000, 'b'],
] as const;
const turns = 40;

const checkout = process.argv[2];
const backends = [await openBlas(), await openBlas({ library: 'none' })];
if (checkout !== undefined) {
  const other = (await import(`${resolve(checkout)}/src/tensors/open-blas.ts`)) as {
    openBlas: typeof openBlas;
  };
  backends.push(await other.openBlas({ library: 'none' }));
}
const names = backends.map(({ backend: { name } }, index) => (index === 2 ? `${name} before` : name));
console.log(`${cpus()[0]!.model}; GFLOP/s of m × n × k in processor time, median of ${turns}\n`);
console.log(`| product | ${names.join(' | ')} |\n|---|${names.map(() => '--:|').join('')}`);
for (const size of sizes)
  console.log(await row('float64', size, backends, (count) => new Float64Array(count).fill(0.5)));
const singles = backends.flatMap(({ single }) => single ?? []);
if (singles.length === backends.length)
  for (const size of sizes)
    console.log(await row('float32', size, singles, (count) => new Float32Array(count).fill(0.5)));

async function row<Data extends Numbers>(
  precision: string,
  [m, n, k, transposed]: (typeof sizes)[number],
  all: readonly Ops<Data>[],
  filled: (count: number) => Data,
): Promise<string> {
  const options: GemmOptions = { transposeA: transposed === 'a', transposeB: transposed === 'b' };
  const made = (rows: number, columns: number) => matrix(filled(rows * columns), rows, columns);
  const a = options.transposeA ? made(k, m) : made(m, k);
  const b = options.transposeB ? made(n, k) : made(k, n);
  const c = made(m, n);
  const times = Math.ceil(4e7 / (m * n * k));
  const seconds = all.map((): number[] => []);
  for (let turn = 0; turn < turns; turn++)
    for (const [index, ops] of all.entries()) {
      const start = process.cpuUsage();
      for (let i = 0; i < times; i++) await ops.gemm(a, b, c, options);
      const { user, system } = process.cpuUsage(start);
      seconds[index]!.push((user + system) / 1e6 / times);
    }
  const speeds = seconds.map((list) => {
    const median = list.toSorted((x, y) => x - y)[turns / 2]!;
    return ((2 * m * n * k) / median / 1e9).toFixed(1);
  });
  const name = `${m} × ${n} × ${k}${transposed && `, ${transposed}ᵀ`}, ${precision}`;
  return `| ${[name, ...speeds].join(' | ')} |`;
}
