import type { CriterionName } from '../../../artifacts/run-description.ts';
import { kendallTrend } from '../../../numerics/statistics/kendall-trend.ts';
import { changeOverTraining } from '../../../numerics/statistics/training-series.ts';
import { criterionTitle } from '../../paper/experiment-title.ts';
import { formatNumber, type QuantityFormat } from '../../paper/format-number.ts';
import { paperBounds, paperExperiments } from '../../paper/numbers.ts';
import type { RunInput } from '../inputs/inputs.ts';
import type { ReportedExperiment } from '../inputs/reported-experiments.ts';
import { analysedSnapshots } from '../inputs/snapshots.ts';
import { solverWords } from '../rows/deviations.ts';
import type { ExperimentRow } from '../rows/experiment-rows.ts';
import { factors } from '../tables/factors.ts';
import {
  powerLawEvidence,
  quantityEvidence,
  shareEvidence,
  type ClaimEvidence,
  type ExperimentEvidence,
} from './evidence.ts';
import { quantities, type Quantity } from './quantities.ts';
import { atLeast, atMost, grows, inNearlyAllRuns, reachesHalf, scalesWithSize, type Side } from './sides.ts';

/** A statement of the paper, the number of this run that speaks to it, and the sides from which it is judged. */
export interface ClaimRule {
  id: string;
  /** TeX between dollar signs. */
  statement: string;
  source: string;
  format: QuantityFormat;
  paper?: number;
  /** How the paper's number bounds this run's: the extreme over experiments on that side is shown. */
  relation: 'at most' | 'at least' | 'as much as';
  /** The first is the point of the statement. */
  sides: readonly Side[];
  /** The experiments that it is about; without it, all. */
  concerns?: (experiment: ReportedExperiment) => boolean;
  /** What an experiment lacks for the paper's number to be comparable, beside the paper's setting. */
  needs?: (row: ExperimentRow) => string | undefined;
  measure: (
    experiment: ReportedExperiment,
    departures: readonly string[],
    evidence: ClaimEvidence,
  ) => ExperimentEvidence | undefined;
}

type Measure = ClaimRule['measure'];

function overRuns(quantity: Quantity): Measure {
  return (experiment, departures, { runs, ignoreBefore }) =>
    quantityEvidence(quantity, experiment, departures, runs, ignoreBefore);
}

function bounded(
  quantity: Quantity & { paper: number },
  statement: (bound: string) => string,
  bound = formatNumber(quantity.paper, quantity.format),
): ClaimRule {
  const { id, format, paper } = quantity;
  const sides = [atMost(paper, 'the largest over all analysed snapshots is at most the paper’s number')];
  const text = { statement: statement(bound), source: 'Section 5' };
  return { id, ...text, format, paper, relation: 'at most', sides, measure: overRuns(quantity) };
}

/** Growth that the paper bounds. */
function growsUpTo(quantity: Quantity & { paper: number }, statement: (bound: string) => string): ClaimRule {
  const rule = bounded(quantity, statement);
  return { ...rule, sides: [grows, ...rule.sides] };
}

/** Growth of which the paper says how large it gets. */
function growsAsMuchAs(
  quantity: Quantity & { paper: number },
  statement: (bound: string) => string,
): ClaimRule {
  const sides = [grows, reachesHalf(quantity.paper, paperExperiments.length)];
  return { ...bounded(quantity, statement), relation: 'as much as', sides };
}

function stableFor(criterion: CriterionName): ClaimRule {
  const paper = paperBounds.stableLearningRate[criterion];
  const { format } = quantities.stableLearningRate;
  const title = criterionTitle(criterion);
  return {
    id: `stable-learning-rate-${criterion}`,
    statement: `Had the Jacobians not aligned further, training with ${title} would be stable for $\\eta<${formatNumber(paper, format)}$`,
    source: 'Section 5',
    format,
    paper,
    relation: 'at least',
    sides: [
      atLeast(
        paper,
        `the smallest 2/λ of the counterfactual bound over all ${title} runs is at least the paper’s number`,
      ),
    ],
    concerns: (experiment) => experiment.criterion === criterion,
    measure: overRuns(quantities.stableLearningRate),
  };
}

function inRuns(
  id: string,
  statement: string,
  rule: string,
  isSo: (changes: readonly number[][]) => boolean,
): ClaimRule {
  return {
    id,
    statement,
    source: 'Section 5',
    format: 'percent',
    relation: 'at least',
    sides: [inNearlyAllRuns(rule)],
    measure: (experiment, departures, { runs, ignoreBefore }) =>
      shareEvidence(experiment, departures, runs, (run) => {
        const changes = changesOf(run, ignoreBefore);
        return changes[0]!.length < 2 ? undefined : isSo(changes);
      }),
  };
}

/** Change of each factor over training, that of the alignment first. */
function changesOf(run: RunInput, ignoreBefore: number): number[][] {
  const { jacobianAlignment, ...others } = factors;
  const snapshots = analysedSnapshots(run, ignoreBefore);
  return [jacobianAlignment, ...Object.values(others)].map(({ read }) => changeOverTraining(snapshots, read));
}

function negativeShare(
  experiment: ReportedExperiment,
  departures: readonly string[],
  { runs }: ClaimEvidence,
) {
  const signs = runs
    .filter(({ description }) => description.experiment === experiment.id)
    .flatMap(({ history }) => Array.from(history.sharpness).filter(Number.isFinite));
  if (signs.length === 0) return undefined;
  const share = { value: signs.filter((value) => value < 0).length / signs.length };
  return { experiment, departures, extreme: share, typical: share };
}

/** Least trend of a curve that counts as consistent: of three pairs of snapshots, hardly more than one in four falls. */
const consistentTrend = 0.5;

/** The quantitative statements of the paper, in its order. */
export const claimRules: readonly ClaimRule[] = [
  growsAsMuchAs(
    quantities.hessianGrowth,
    (bound) =>
      String.raw`The sharpness of $\mathcal{H}_\theta\tilde{\mathcal{L}}$ increases during training, by as much as ${bound}`,
  ),
  bounded(quantities.residualSharpness, (bound) => `The sharpness of $H$ never exceeds ${bound}`),
  bounded(
    quantities.residualShare,
    (bound) =>
      String.raw`The sharpness of $H$ is never more than ${bound} of that of $\mathcal{H}_\theta\tilde{\mathcal{L}}$`,
  ),
  bounded(
    quantities.gaussNewtonDistance,
    (bound) =>
      String.raw`The sharpness of $G$ is within ${bound} of that of $\mathcal{H}_\theta\tilde{\mathcal{L}}$`,
  ),
  bounded(
    quantities.overlapGrowth,
    (bound) => String.raw`The overlap ratio $\rho(K)$ never increases by more than ${bound}`,
  ),
  bounded(
    quantities.laterLayerRatio,
    (bound) =>
      String.raw`$\mathbb{E}\|K^i\|^2$ for $i>1$ never exceeds $\mathbb{E}\|K^1\|^2$ by more than ${bound}`,
    formatNumber(Number((quantities.laterLayerRatio.paper - 1).toPrecision(6)), 'percent'),
  ),
  bounded(
    quantities.outputNormGrowth,
    (bound) => String.raw`$\mathbb{E}\|\Delta^L\|^2$ never increases by more than ${bound}`,
  ),
  bounded(
    quantities.activationRatioGrowth,
    (bound) => String.raw`$\Pi_\chi^1$ never increases by more than ${bound}`,
  ),
  bounded(
    quantities.chiAlignmentGrowth,
    (bound) => String.raw`$P_{\chi,\Delta/\chi}^1$ never increases by more than ${bound}`,
  ),
  growsUpTo(
    quantities.jacobianNormGrowth,
    (bound) => String.raw`$\Pi_J^1$ increases, but never by more than ${bound}`,
  ),
  growsAsMuchAs(
    quantities.jacobianAlignmentGrowth,
    (bound) => String.raw`$P_{\Delta,J}^1$ increases by as much as ${bound}`,
  ),
  inRuns(
    'jacobian-alignment-increases',
    String.raw`$P_{\Delta,J}^1$ is consistently increasing`,
    `Kendall’s τ of the whole curve of analysed snapshots is ${consistentTrend} or more`,
    ([alignment]) => kendallTrend(alignment!)! >= consistentTrend,
  ),
  inRuns(
    'jacobian-alignment-grows-most',
    String.raw`The rise is due primarily to $P_{\Delta,J}^1$: of the five components of $\mathbb{E}\|\Delta^1\|^2$ it grows most`,
    'at its peak, the alignment has grown by a larger factor than each other component at its own',
    ([alignment, ...others]) => Math.max(...alignment!) > Math.max(...others.flat()),
  ),
  stableFor('cross-entropy'),
  stableFor('mse'),
  {
    id: 'negative-share',
    statement: `The eigenvalue of largest magnitude is negative in at most ${formatNumber(paperBounds.negativeShare, 'percent')} of the iterations`,
    source: 'Section 7.1',
    format: 'percent',
    paper: paperBounds.negativeShare,
    relation: 'at most',
    sides: [
      atMost(
        paperBounds.negativeShare,
        'the share of an experiment’s iterations with a recorded eigenvalue, transient included, is at most the paper’s number',
      ),
    ],
    needs: (row) => (solverWords(row) === undefined ? undefined : 'another solver'),
    measure: negativeShare,
  },
  {
    id: 'power-law-determination',
    statement: String.raw`$\max P_{\Delta,J}^1\approx c_1D^{c_2}$ holds with $R^2$ between ${paperBounds.determination.low} and ${paperBounds.determination.high}`,
    source: 'Section 5, Table 2',
    format: 'number',
    paper: paperBounds.determination.low,
    relation: 'at least',
    sides: [
      scalesWithSize,
      atLeast(
        paperBounds.determination.low,
        'the smallest R² (log space) is at least the paper’s smallest; a better fit is no difference',
      ),
    ],
    measure: (experiment, departures, { fits }) => powerLawEvidence(experiment, departures, fits),
  },
];
