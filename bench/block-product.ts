import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import {
  architecture,
  blockProduct,
  createRandom,
  initialize,
  parameterCount,
  trainingLoss,
} from '../src/numerics/index.ts';
import { compressInputs } from '../src/numerics/network/compress-inputs.ts';
import { describeBackend } from '../src/tensors/describe-backend.ts';
import { matrix, zeros } from '../src/tensors/matrix.ts';
import { measureGflops } from '../src/tensors/measure-gflops.ts';
import { openBlas } from '../src/tensors/open-blas.ts';

// usage: node bench/block-product.ts [THREADS] [SECONDS A CASE] [SAMPLES DIRECTIONS INPUTS OUTPUTS]
// A block is loss, gradient and the products of DIRECTIONS vectors with the Hessian, width 512, depth 6.

const [threads = 2, seconds = 6, ...single] = process.argv.slice(2).map(Number);
const cases =
  single.length === 4
    ? [single]
    : [
        [60, 4, 256, 3],
        [390, 11, 3072, 10],
        [780, 11, 3072, 10],
        [3125, 11, 3072, 10],
      ];

const ops = await openBlas({ threads });
const plain = await measureGflops(ops, 512, 2000);
console.log(`${cpus()[0]!.model}, ${cpus().length} processors; ${describeBackend(ops.backend).join('; ')}`);
console.log(`plain products of 512 × 512: ${plain.toFixed(0)} GFLOP/s`);

const table = [];
for (const [samples = 0, directions = 0, inputs = 0, outputs = 0] of cases) {
  const ours = await measure(samples, directions, inputs, outputs);
  const torch = measureTorch(samples, directions, inputs, outputs);
  table.push({
    'D, k+1, n_0': `${samples}, ${directions}, ${inputs}`,
    'inputs used': ours.columns,
    'seconds a block': ours.seconds.toFixed(4),
    'GFLOP/s': (ours.operations / ours.seconds / 1e9).toFixed(0),
    'of plain': `${((100 * ours.operations) / ours.seconds / 1e9 / plain).toFixed(0)} %`,
    'PyTorch seconds': torch?.toFixed(4) ?? 'not installed',
    'times faster': torch === undefined ? '' : (torch / ours.seconds).toFixed(2),
    'peak memory': `${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`,
  });
}
console.table(table);

async function measure(samples: number, directions: number, inputs: number, outputs: number) {
  const random = createRandom(1, 'bench');
  const full = zeros(samples, inputs);
  random.fillGaussian(full.data);
  const used = (await compressInputs(ops, full))?.coordinates ?? full;
  const network = architecture(used.columns, 6, 512, outputs);
  const parameters = initialize(network, { init: 'xavier-normal', gain: Math.SQRT2 }, 1);
  const labels = Int32Array.from({ length: samples }, (_, sample) => sample % outputs);
  const loss = trainingLoss(ops, { network, inputs: used, labels, criterion: { name: 'cross-entropy' } });
  const product = blockProduct(loss, 'hessian');
  const count = parameterCount(network);
  const gradient = new Float64Array(count);
  const block = matrix(new Float64Array(directions * count), directions, count);
  random.fillGaussian(block.data);
  const results = zeros(directions, count);
  let best = Infinity;
  const start = performance.now();
  for (let run = 0; run < 2 || performance.now() - start < seconds * 1000; run++) {
    const begin = performance.now();
    await loss.gradient(parameters, gradient);
    await product(block, results);
    best = Math.min(best, performance.now() - begin);
  }
  return {
    columns: used.columns,
    seconds: best / 1000,
    operations: operationCount(network.widths, samples, directions),
  };
}

/** Multiplications and additions of section 4 of the method: gradient 2 and 3 products a layer, a direction 2 and 6. */
function operationCount(widths: readonly number[], samples: number, directions: number): number {
  return widths.slice(1).reduce((sum, width, index) => {
    const products = index === 0 ? 2 + 2 * directions : 3 + 6 * directions;
    return sum + products * 2 * samples * widths[index]! * width;
  }, 0);
}

/** PyTorch may be that of the system's Python while another one comes first on the PATH. */
function measureTorch(...sizes: number[]): number | undefined {
  const script = new URL('torch_hessian_block.py', import.meta.url).pathname;
  for (const python of ['python3', '/usr/bin/python3']) {
    const words = [script, ...[...sizes, threads, seconds].map(String)];
    const { status, stdout } = spawnSync(python, words, { encoding: 'utf8' });
    if (status === 0) return Number(stdout);
  }
  return undefined;
}
