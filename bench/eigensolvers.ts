import {
  blockProduct,
  exponentialEuler,
  parameterCount,
  startExponentialEuler,
  trainingLoss,
} from '../src/numerics/index.ts';
import { openBlas } from '../src/tensors/open-blas.ts';
import { methods } from './eigen-methods.ts';
import { atrialFibrillationProblem, cifarProblem, diceProblem } from './solver-problems.ts';
import type { SolverProblem } from './solver-problems.ts';

// usage: [EOS_SAMPLES=folder] node bench/eigensolvers.ts [WIDTH] [TOLERANCE]
// Block products an iteration that each method needs along the same trainings (exponential Euler, η = 0.01).

const [width = 64, tolerance = 1e-3] = process.argv.slice(2).map(Number);
const stretches = [0, 20, 100, 250] as const;
const LENGTH = 12;

const ops = await openBlas();
const problems = [
  await atrialFibrillationProblem(ops, 60, width),
  await diceProblem(ops, 60, width),
  await cifarProblem(ops, 60, width),
];
for (const problem of problems) if (problem !== undefined) await compare(problem);

async function compare({ title, problem, start }: SolverProblem): Promise<void> {
  const visited = await visit(problem, start);
  const pairs = problem.network.widths.at(-1)! + 1;
  const size = parameterCount(problem.network);
  const settings = { pairs, guards: 2, tolerance, lastTolerance: 0.01, maxRounds: 300 };
  const loss = trainingLoss(ops, problem);
  const product = blockProduct(loss, 'hessian');
  const gradient = new Float64Array(size);
  console.log(
    `${title}, k + 1 = ${pairs}, tolerance ${tolerance}: block products an iteration (largest error of an eigenvalue)`,
  );
  const table: Record<string, Record<string, string>> = {};
  for (const [name, create] of Object.entries(methods)) {
    const row: Record<string, string> = {};
    for (const [first, points] of visited) {
      const method = create(ops, size, settings);
      let [directions, worst] = [0, 0];
      for (const [index, { parameters, eigenvalues }] of points.entries()) {
        await loss.gradient(parameters, gradient);
        const found = await method(product);
        // A cold start is counted at the beginning of training only.
        if (first === 0 || index >= 3) directions += found.directions;
        if (index >= 3)
          for (const [pair, value] of eigenvalues.entries())
            worst = Math.max(worst, Math.abs(Math.abs(found.values[pair]! / value) - 1));
      }
      const counted = first === 0 ? points.length : points.length - 3;
      row[`from ${first}`] = `${(directions / pairs / counted).toFixed(2)} (${worst.toExponential(0)})`;
    }
    table[name] = row;
  }
  console.table(table);
}

/** θ and accurate eigenvalues in a few stretches of a training. */
async function visit(problem: SolverProblem['problem'], start: Float64Array) {
  const loss = trainingLoss(ops, problem);
  const settings = {
    maxStepSize: 0.01,
    eigenpairs: 'outputs',
    cap: 'step',
    tolerance: 1e-6,
    lastTolerance: 1e-3,
    guards: 3,
    auditEvery: 50,
    snapshotEvery: 1000,
    maxIterations: stretches.at(-1)! + LENGTH,
    stopLoss: 1e-4,
  } as const;
  const visited = new Map<number, { parameters: Float64Array; eigenvalues: Float64Array }[]>(
    stretches.map((first) => [first, []]),
  );
  // A step yields θ after it, and its record is of θ before it.
  let parameters = start;
  for await (const { record, state } of exponentialEuler(
    loss,
    settings,
    startExponentialEuler(loss, settings, start, 1),
  )) {
    const first = stretches.find((begin) => record.iteration >= begin && record.iteration < begin + LENGTH);
    if (first !== undefined) visited.get(first)!.push({ parameters, eigenvalues: record.eigenvalues });
    parameters = state().parameters.slice();
  }
  return visited;
}
