/**
 * Analysis of the snapshots of whole runs by this code and by another checkout of it, snapshot by snapshot in turn on the same numbers;
 * and the norms of a sample that is taken by itself, with every layerwise Jacobian dense and K formed.
 *
 *     node bench/snapshot-analysis.ts [--against CHECKOUT] [--every N] [af-60 af-480 af-960 cifar-390]
 *     node bench/snapshot-analysis.ts --threads N [--rounds R] [--against CHECKOUT] [--every N] […]
 *
 * With --threads it takes the time on the clock, the least of R rounds (3): of the other checkout, and of this one on one thread and on N, which
 * must agree to the last bit.
 *
 * CHECKOUT is for example a git worktree of an older commit with node_modules. EOS_SAMPLES names the sample images of CIFAR-10, EOS_BENCH_RUNS a
 * folder where runs are kept from one bench to the next.
 */
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { snapshotAnalyzer, SnapshotQuantities } from '../src/numerics/index.ts';
import { parallelAnalyzers, startTraining, trainingLoss } from '../src/numerics/index.ts';
import { openBlas } from '../src/tensors/open-blas.ts';
import { naiveNorms } from './naive-norms.ts';
import { atrialFibrillationProblem, cifarProblem, type SolverProblem } from './solver-problems.ts';
import { keptRun, type BenchRun } from './solver-runs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    against: { type: 'string' },
    every: { type: 'string', default: '1' },
    threads: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
});
const ops = await openBlas({ threads: 1 });
const cases = positionals.length > 0 ? positionals : ['af-60', 'af-480', 'af-960', 'cifar-390'];

const unit = values.threads === undefined ? 'CPU seconds' : 'seconds on the clock';
console.log(
  `${cpus()[0]!.model}; ${ops.backend.name}, threads: ${ops.backend.threads}; width 512; ${unit}\n`,
);
if (values.threads === undefined) {
  console.log(
    '| run | snapshots | before | after | times | λ(Hessian) | λ_1(G) | λ(H) | E‖J‖² | P | dense |\n|---|---|---|---|---|---|---|---|---|---|---|',
  );
  for (const name of cases) console.log(await row(name));
} else {
  console.log(
    `| run | snapshots | before | one thread | times | ${values.threads} threads | times |\n|---|---|---|---|---|---|---|`,
  );
  for (const name of cases) console.log(await threadsRow(name, Number(values.threads)));
}
console.log(`\npeak memory of all ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);

/** As in a run, every tenth snapshot is audited, from the second on. */
type WantedSnapshot = BenchRun['snapshots'][number] & { audited: boolean };

/** The problem of a case and the snapshots of its run that are wanted; undefined without the sample images. */
async function runOf(name: string): Promise<{ made: SolverProblem; wanted: WantedSnapshot[] } | undefined> {
  const [kind, size] = name.split('-') as [string, string];
  const make = kind === 'cifar' ? cifarProblem : atrialFibrillationProblem;
  const made = await make(ops, Number(size), 512);
  if (made === undefined) return undefined;
  const { snapshots } = await keptRun(process.env.EOS_BENCH_RUNS, `${made.title} snapshots`, () =>
    train(made),
  );
  const numbered = snapshots.map((snapshot, index) => ({ ...snapshot, audited: index % 10 === 1 }));
  return { made, wanted: numbered.filter((_, index) => index % Number(values.every) === 0) };
}

async function threadsRow(name: string, threads: number): Promise<string> {
  const run = await runOf(name);
  if (run === undefined) return `| ${name}: EOS_SAMPLES does not name the sample images |`;
  const { made, wanted } = run;
  const before = values.against === undefined ? undefined : await analyzerOf(values.against, made);
  const accuracy = { tolerance: 1e-6, eigenTolerance: 1e-6 };
  const [one, many] = [1, threads].map((count) => parallelAnalyzers(count, ops, made.problem, accuracy));
  const least = { before: Infinity, one: Infinity, many: Infinity };
  for (let round = 0; round < Number(values.rounds); round++) {
    if (before) {
      const { seconds } = await onTheClock(
        [before],
        (old, index) => old.analyze(wanted[index]!.parameters),
        wanted.length,
      );
      least.before = Math.min(least.before, seconds);
    }
    const results = [];
    for (const [kind, { analyzers }] of [
      ['one', one!],
      ['many', many!],
    ] as const) {
      const found = await onTheClock(
        analyzers,
        (analyzer, index) => analyzer.analyze(wanted[index]!.parameters, wanted[index]!.audited),
        wanted.length,
      );
      least[kind] = Math.min(least[kind], found.seconds);
      results.push(JSON.stringify(found.results));
    }
    if (results[0] !== results[1]) throw new Error(`${name}: ${threads} threads give other numbers than one`);
  }
  await many!.end();
  const numbers = [least.before, least.one, least.before / least.one, least.many, least.before / least.many];
  return `| ${[name, wanted.length, ...numbers.map((n) => n.toPrecision(3))].join(' | ')} |`;
}

/** Each analyzer takes the next of so many snapshots, until there is none. */
async function onTheClock<Result>(
  analyzers: readonly Analyzer[],
  analyze: (analyzer: Analyzer, index: number) => Promise<Result>,
  count: number,
): Promise<{ results: Result[]; seconds: number }> {
  const began = performance.now();
  const results = new Array<Result>(count);
  const next = results.keys();
  await Promise.all(
    analyzers.map(async (analyzer) => {
      for (const index of next) results[index] = await analyze(analyzer, index);
    }),
  );
  return { results, seconds: (performance.now() - began) / 1000 };
}

async function row(name: string): Promise<string> {
  const run = await runOf(name);
  if (run === undefined) return `| ${name}: EOS_SAMPLES does not name the sample images |`;
  const { made, wanted } = run;
  const [before, after] = [
    values.against && (await analyzerOf(values.against, made)),
    await analyzerOf('.', made),
  ];
  const seconds = { before: 0, after: 0 };
  const worst = new Map<string, number>();
  for (const { parameters, audited } of wanted) {
    const found = await timed(() => after.analyze(parameters, audited));
    seconds.after += found.seconds;
    if (before === undefined || before === '') continue;
    const old = await timed(() => before.analyze(parameters));
    seconds.before += old.seconds;
    for (const [quantity, difference] of differences(found.result.quantities, old.result.quantities))
      worst.set(quantity, Math.max(worst.get(quantity) ?? 0, difference));
  }
  const dense = await denseDifference(made, wanted.at(-1)!.parameters, after);
  const numbers = [seconds.before, seconds.after, seconds.before / seconds.after].map((n) =>
    n.toPrecision(3),
  );
  const errors = [...worst.values(), dense].map((difference) => difference.toExponential(0));
  return `| ${[name, wanted.length, ...numbers, ...errors].join(' | ')} |`;
}

type Analyzer = ReturnType<typeof snapshotAnalyzer>;

/** The analyzer of a checkout, on its own products. */
async function analyzerOf(checkout: string, { problem }: SolverProblem): Promise<Analyzer> {
  const root = checkout === '.' ? resolve(import.meta.dirname, '..') : resolve(checkout);
  const numerics = (await import(`${root}/src/numerics/index.ts`)) as {
    snapshotAnalyzer: typeof snapshotAnalyzer;
  };
  const tensors = (await import(`${root}/src/tensors/open-blas.ts`)) as { openBlas: typeof openBlas };
  return numerics.snapshotAnalyzer(await tensors.openBlas({ threads: 1 }), problem);
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const began = process.cpuUsage();
  const result = await work();
  const used = process.cpuUsage(began);
  return { result, seconds: (used.user + used.system) / 1e6 };
}

/** Relative differences; of H relative to its largest |λ|. */
function differences(a: SnapshotQuantities, b: SnapshotQuantities): [string, number][] {
  const relative = (x: number, y: number) => Math.abs(x / y - 1);
  const all = (x: number[], y: number[]) => Math.max(...x.map((value, i) => relative(value, y[i]!)));
  const scale = Math.max(b.residual.largest, -b.residual.smallest);
  const ofResidual = (end: 'largest' | 'smallest') => Math.abs(a.residual[end] - b.residual[end]) / scale;
  return [
    ['hessian', relative(a.hessian.largest, b.hessian.largest)],
    ['gauss-newton', relative(a.gaussNewton.largest, b.gaussNewton.largest)],
    ['residual', Math.max(ofResidual('largest'), ofResidual('smallest'))],
    ['jacobian', all(a.meanSquaredNormLayerwiseJacobian, b.meanSquaredNormLayerwiseJacobian)],
    ['alignment', all(a.jacobianAlignmentProduct, b.jacobianAlignmentProduct)],
  ];
}

/** Largest relative difference of a norm of the first sample from dense algebra. */
async function denseDifference(
  { problem }: SolverProblem,
  parameters: Float64Array,
  analyzer: Analyzer,
): Promise<number> {
  const { samples } = await analyzer.analyze(parameters);
  const naive = await naiveNorms(ops, problem, parameters, 0);
  const delta = naive.delta.map(
    (norm, i) => ((1 + samples.activation[i]![0]!) * samples.curvedJacobian[i]![0]!) / norm,
  );
  const jacobian = naive.jacobian.map((norm, i) => samples.layerwiseJacobian[i]![0]! / norm);
  return Math.max(...[samples.k[0]! / naive.k, ...delta, ...jacobian].map((ratio) => Math.abs(ratio - 1)));
}

async function train({ problem, start, stopLoss }: SolverProblem): Promise<BenchRun> {
  const choice = {
    method: 'stabilized-rk',
    errorTolerance: 1e-4,
    maxStepSize: 0.01,
    eigenpairs: 'outputs',
    cap: 'step',
  } as const;
  const others = {
    tolerance: 1e-4,
    lastTolerance: 0.01,
    guards: 3,
    auditEvery: 100,
    snapshotEvery: 100,
    maxIterations: 20_000,
  };
  const snapshots: BenchRun['snapshots'][number][] = [];
  const iterations = startTraining(
    trainingLoss(ops, problem),
    { ...choice, ...others, stopLoss },
    { parameters: start, seed: 0 },
  );
  for await (const { record, snapshot } of iterations)
    if (snapshot)
      snapshots.push({ iteration: record.iteration, loss: record.loss, parameters: snapshot.slice() });
  return { steps: 0, gradients: 0, products: 0, seconds: 0, endTime: 0, peakAlignment: 0, snapshots };
}
