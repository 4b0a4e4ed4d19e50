/**
 * Error against cost of the solvers: exponential Euler and stabilized-rk on the same start, compared with solver.reference.
 *
 *     node bench/solver.ts [problem …]      problems: af-60, af-240, cifar-117 (needs EOS_SAMPLES)
 *
 * Runs are left in the folder that EOS_BENCH_RUNS names, so that an interrupted bench goes on from them.
 * One thread; times are processor seconds, so that other work on the machine disturbs them less.
 */
import { cpus } from 'node:os';
import { layerDecomposition } from '../src/numerics/decomposition/layer-decomposition.ts';
import { sampleNorms } from '../src/numerics/decomposition/sample-norms.ts';
import { layerBlocks, startTraining, trainingLoss } from '../src/numerics/index.ts';
import type { SolverChoice, TrainingLoss, TrainingStep } from '../src/numerics/index.ts';
import { openBlas } from '../src/tensors/open-blas.ts';
import type { Ops } from '../src/tensors/ops.ts';
import { atrialFibrillationProblem, cifarProblem } from './solver-problems.ts';
import type { SolverProblem } from './solver-problems.ts';
import { keptRun } from './solver-runs.ts';
import type { BenchRun, BenchSnapshot } from './solver-runs.ts';

const eta = 0.01;
const snapshotEvery = 100;

const settings = {
  maxStepSize: eta,
  eigenpairs: 'outputs' as const,
  cap: 'step' as const,
  tolerance: 1e-4,
  stepTolerance: 1e-3,
  lastTolerance: 0.01,
  guards: 2,
  auditEvery: 100,
  snapshotEvery,
  maxIterations: 100_000,
  errorTolerance: 1e-5,
};

interface Method {
  readonly method: SolverChoice['method'];
  readonly changes?: Partial<typeof settings>;
  readonly slow?: true;
}

const methods: Record<string, Method> = {
  'stabilized-rk, 1e-3': { method: 'stabilized-rk', changes: { errorTolerance: 1e-3 } },
  'stabilized-rk, 1e-4': { method: 'stabilized-rk', changes: { errorTolerance: 1e-4 } },
  'stabilized-rk, 1e-5 (default)': { method: 'stabilized-rk', changes: { errorTolerance: 1e-5 } },
  'stabilized-rk, 1e-6': { method: 'stabilized-rk', changes: { errorTolerance: 1e-6 } },
  'exponential Euler, η = 0.01 (the paper)': { method: 'exponential-euler' },
  'exponential Euler, η = 0.005': {
    method: 'exponential-euler',
    changes: { maxStepSize: eta / 2, snapshotEvery: 2 * snapshotEvery },
    slow: true,
  },
};

async function follow(
  ops: Ops,
  { problem }: SolverProblem,
  pairs: number,
  steps: (loss: TrainingLoss) => AsyncGenerator<TrainingStep<unknown>>,
): Promise<BenchRun> {
  const began = process.cpuUsage();
  const loss = trainingLoss(ops, problem);
  const snapshots: BenchSnapshot[] = [];
  let [count, products, gradients, endTime] = [0, 0, 0, 0];
  for await (const { record, snapshot } of steps(loss)) {
    const { stages, gradients: counted } = record as { stages?: number; gradients?: number };
    if (stages !== 0) count++;
    products += record.blockProducts * pairs;
    gradients = counted ?? gradients + 1;
    endTime = record.time;
    if (snapshot) {
      const iteration = Math.round(record.time / eta);
      snapshots.push({ iteration, loss: record.loss, parameters: snapshot });
    }
  }
  const used = process.cpuUsage(began);
  let peakAlignment = 0;
  for (const { iteration, parameters } of snapshots) {
    if (iteration < 10) continue;
    const layers = layerBlocks(problem.network, parameters);
    const accuracy = { tolerance: 1e-6 };
    const norms = await sampleNorms(
      ops,
      problem.network,
      layers,
      problem.inputs,
      problem.criterion,
      accuracy,
    );
    peakAlignment = Math.max(peakAlignment, layerDecomposition(norms).jacobianAlignmentProduct[0]!);
  }
  const seconds = (used.user + used.system) / 1e6;
  return { steps: count, gradients, products, seconds, endTime, snapshots, peakAlignment };
}

/** `solver.reference`, at the default tolerance of what is judged by it. */
function reference(ops: Ops, problem: SolverProblem): Promise<BenchRun> {
  const choice = { ...settings, method: 'dormand-prince', stopLoss: problem.stopLoss } as const;
  return follow(ops, problem, 1, (loss) =>
    startTraining(loss, choice, { parameters: problem.start, seed: 0 }),
  );
}

const distance = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
};

function row(name: string, run: BenchRun, exact: BenchRun, problem: SolverProblem): string {
  const shared = run.snapshots.slice(1, -1).flatMap((snapshot) => {
    const same = exact.snapshots.find(({ iteration }) => iteration === snapshot.iteration);
    if (same === undefined || same === exact.snapshots.at(-1)) return [];
    const moved = distance(same.parameters, problem.start);
    return [
      {
        iteration: snapshot.iteration,
        parameters: distance(snapshot.parameters, same.parameters) / moved,
        loss: snapshot.loss / same.loss - 1,
      },
    ];
  });
  const largest = Math.max(...shared.map(({ parameters }) => parameters));
  const atOne = shared.find(({ iteration }) => iteration === 100);
  const percent = (value: number) => `${(100 * value).toPrecision(2)} %`;
  const cells = [
    name,
    run.steps,
    run.gradients,
    Math.round(run.products),
    run.seconds.toPrecision(3),
    shared.length === 0 ? 'no time in common' : percent(largest),
    atOne === undefined ? '' : percent(atOne.loss),
    run.endTime.toFixed(4),
    percent(run.endTime / exact.endTime - 1),
    run.peakAlignment.toPrecision(5),
  ];
  return `| ${cells.join(' | ')} |`;
}

interface Plan {
  readonly problem: (ops: Ops) => Promise<SolverProblem | undefined>;
  /** Leaves out what takes longest. */
  readonly brief?: boolean;
}

async function compare(ops: Ops, problem: SolverProblem, { brief }: Plan): Promise<void> {
  console.log(`\n${problem.title}, ${problem.start.length} parameters after compression\n`);
  console.log(
    '| method | steps | gradients | products | CPU s | error of θ | error of the loss at t = 1 | end t | error of the end | max P^1 |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  const kept = (method: string, make: () => Promise<BenchRun>) =>
    keptRun(process.env.EOS_BENCH_RUNS, `${problem.title} ${method}`, make);
  const exact = await kept('reference', () => reference(ops, problem));
  console.log(row('solver.reference (compared with)', exact, exact, problem));
  const outputs = problem.problem.network.widths.at(-1)!;
  for (const [name, { method, changes, slow }] of Object.entries(methods)) {
    if (brief && slow) continue;
    const choice = { ...settings, method, stopLoss: problem.stopLoss, ...changes };
    const run = await kept(name, () =>
      follow(ops, problem, method === 'exponential-euler' ? outputs + 1 : 1, (loss) =>
        startTraining(loss, choice, { parameters: problem.start, seed: 0 }),
      ),
    );
    console.log(row(name, run, exact, problem));
  }
}

const plans: Record<string, Plan> = {
  'af-60': { problem: (ops) => atrialFibrillationProblem(ops, 60, 512) },
  'af-240': { problem: (ops) => atrialFibrillationProblem(ops, 240, 512), brief: true },
  'cifar-117': { problem: (ops) => cifarProblem(ops, 117, 128) },
};

const ops = await openBlas({ threads: 1 });
const { name, library, precision } = ops.backend;
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${name} (${library}), ${precision}, 1 thread`);
const wanted = process.argv.slice(2);
for (const key of wanted.length > 0 ? wanted : Object.keys(plans)) {
  const plan = plans[key];
  if (plan === undefined) throw new RangeError(`no problem ${key}, only ${Object.keys(plans).join(', ')}`);
  const problem = await plan.problem(ops);
  if (problem === undefined) console.log(`\n${key}: skipped, set EOS_SAMPLES to the folder of sample images`);
  else await compare(ops, problem, plan);
}
