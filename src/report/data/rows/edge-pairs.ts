import type { CriterionName } from '../../../artifacts/run-description.ts';
import { solverName } from '../../../artifacts/solver-settings.ts';
import { edgeOfStability } from '../../../numerics/statistics/counterfactual.ts';
import { present } from '../../../present.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { thinned } from '../tables/training-curves.ts';

/** Loss and λ_1 over flow time, as a run recorded them. */
export interface EdgeCurve {
  run: string;
  /** Records of the whole run; the curve has at most a thousand of them. */
  records: number;
  time: number[];
  loss: number[];
  sharpness: number[];
}

/** One network trained twice from the same start: by gradient descent with a fixed learning rate η, and along the flow. */
export interface EdgePair {
  datasetTitle: string;
  criterion: CriterionName;
  size: number;
  depth: number;
  width: number;
  learningRate: number;
  /** 2/η. */
  edge: number;
  flow: EdgeCurve;
  descent: EdgeCurve;
  /** Least λ_1 along the flow, and the largest after it. */
  flowLeast: number;
  flowMost: number;
  /** Of the iterations from the first, after λ_1 was least, that reaches 2/η; absent where none does. */
  atEdge?: {
    iterations: number;
    meanSharpness: number;
    mostSharpness: number;
    /** Share of these iterations that raised the loss. */
    lossRises: number;
  };
}

const rows = 1000;
const digits = 5;

/** Every run by gradient descent that has a twin along the flow: the same data, network and seeds. */
export function edgePairs(runs: readonly RunInput[]): EdgePair[] {
  return runs.flatMap((descent) => {
    const { description } = descent;
    if (solverName(description.solver) !== 'gradient-descent') return [];
    const flow = runs.find(
      (other) =>
        solverName(other.description.solver) !== 'gradient-descent' && startOf(other) === startOf(descent),
    );
    if (flow === undefined) return [];
    const { datasetTitle, criterion, size, network, solver } = description;
    const learningRate = solver.maxStepSize;
    const edge = edgeOfStability(learningRate);
    const low = leastAt(flow.history.sharpness);
    const pair: EdgePair = {
      datasetTitle,
      criterion,
      size,
      depth: network.depth,
      width: network.width,
      learningRate,
      edge,
      flow: curveOf(flow),
      descent: curveOf(descent),
      flowLeast: flow.history.sharpness[low]!,
      flowMost: flow.history.sharpness.subarray(low).reduce((most, value) => Math.max(most, value)),
      ...present({ atEdge: atEdge(descent, edge) }),
    };
    return [pair];
  });
}

/** What two runs from the same start have in common. */
function startOf({ description }: RunInput): string {
  const { dataset, datasetTitle, criterion, reduction, size, networkSeed, subsetSeed, network } = description;
  return JSON.stringify([
    dataset,
    datasetTitle,
    criterion,
    reduction,
    size,
    networkSeed,
    subsetSeed,
    network,
  ]);
}

function atEdge({ history: { sharpness, loss } }: RunInput, edge: number): EdgePair['atEdge'] {
  const low = leastAt(sharpness);
  const first = sharpness.findIndex((value, index) => index >= low && value >= edge);
  if (first < 0) return undefined;
  const values = sharpness.subarray(first);
  const rises = loss.subarray(first).filter((value, index) => value > loss[first + index - 1]!).length;
  return {
    iterations: values.length,
    meanSharpness: values.reduce((sum, value) => sum + value) / values.length,
    mostSharpness: values.reduce((most, value) => Math.max(most, value)),
    lossRises: rises / values.length,
  };
}

function leastAt(values: Float64Array): number {
  return values.reduce((best, value, index) => (value < values[best]! ? index : best), 0);
}

function curveOf({ id, history }: RunInput): EdgeCurve {
  const at = thinned(history.time.length, rows);
  const short = (values: Float64Array) => at.map((row) => Number(values[row]!.toPrecision(digits)));
  return {
    run: id,
    records: history.time.length,
    time: short(history.time),
    loss: short(history.loss),
    sharpness: short(history.sharpness),
  };
}
