import {
  architecture,
  blockProduct,
  createRandom,
  eigenSolver,
  initialize,
  parameterCount,
  snapshotAnalyzer,
  trainingLoss,
} from '../src/numerics/index.ts';
import { rowsOf, zeros } from '../src/tensors/matrix.ts';
import { openBlas } from '../src/tensors/open-blas.ts';

// usage: node bench/memory.ts [training|analysis] [SAMPLES] [INPUTS] [OUTPUTS]
// Peak memory at width 512 of a training with exponential Euler, where a gradient and a product of one direction are real and the search
// for eigenpairs runs on a diagonal matrix until its basis is full, since it is the size of its blocks that counts; or of the whole
// analysis of one snapshot, all of it real.

const [what = 'training', ...sizes] = process.argv.slice(2);
const [samples = 6250, inputs = 3072, outputs = 10] = sizes.map(Number);
const gibibytes = () => `${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`;

const ops = await openBlas();
const random = createRandom(1, 'bench');
const full = zeros(samples, inputs);
random.fillGaussian(full.data);
const network = architecture(inputs, 6, 512, outputs);
const size = parameterCount(network);
const labels = Int32Array.from({ length: samples }, (_, sample) => sample % outputs);
const problem = { network, inputs: full, labels, criterion: { name: 'cross-entropy' } } as const;
const parameters = initialize(network, { init: 'xavier-normal', gain: Math.SQRT2 }, 1);
console.log(`D = ${samples}, ${inputs} inputs, ${size} parameters`);
if (what === 'analysis') await measureAnalysis();
else await measureTraining();

async function measureAnalysis(): Promise<void> {
  const { quantities } = await snapshotAnalyzer(ops, problem).analyze(parameters);
  console.log(
    `λ_1(Hessian) ${quantities.hessian.largest.toPrecision(6)}; after the analysis of a snapshot ${gibibytes()}`,
  );
}

async function measureTraining(): Promise<void> {
  const loss = trainingLoss(ops, problem);
  const gradient = new Float64Array(size);
  await loss.gradient(parameters, gradient);
  console.log(`after a gradient ${gibibytes()}`);

  const settings = { pairs: outputs + 1, guards: 2, tolerance: 1e-4, lastTolerance: 0.01, maxRounds: 12 };
  const solver = eigenSolver(ops, size, settings);
  random.fillGaussian(solver.block.data);
  ops.scale(1 / Math.sqrt(size), solver.block.data);
  await blockProduct(loss, 'hessian')(rowsOf(solver.block, 0, 1), rowsOf(solver.previous, 0, 1));
  console.log(`after a Hessian product ${gibibytes()}`);

  const found = await solver.solve((directions, results) => {
    for (let row = 0; row < directions.rows; row++) {
      const [from, to] = [rowsOf(directions, row, 1).data, rowsOf(results, row, 1).data];
      for (let index = 0; index < size; index++) to[index] = ((index % 997) - 498) * from[index]!;
    }
    return Promise.resolve();
  }, true);
  console.log(`after a search of ${found.rounds} rounds and ${found.directions} directions ${gibibytes()}`);
}
