import type { PowerLawFit } from '../../../artifacts/power-laws.ts';
import type { CriterionName } from '../../../artifacts/run.ts';
import type { DiscussionRow } from './discussion.ts';
import type { PlannedExperiment } from '../inputs/report-settings.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { paperBounds } from '../../paper/numbers.ts';
import { formatNumber, type QuantityFormat } from '../../paper/format-number.ts';
import { quantities, type Quantity } from './quantities.ts';
import { changeOverTraining } from '../../../numerics/statistics/training-series.ts';
import { analysedSnapshots } from '../inputs/snapshots.ts';
import { factors } from '../tables/factors.ts';
import { present } from '../../../present.ts';

export type Verdict = 'holds' | 'does not hold' | 'not run';

/** A statement of the paper beside this run's number. */
export interface Claim {
  id: string;
  /** The statement; TeX between dollar signs. */
  statement: string;
  /** Where the paper makes it. */
  source: string;
  format: QuantityFormat;
  paper: number;
  relation: 'at most' | 'at least';
  /** The rule behind the verdict, in words. */
  rule: string;
  value?: number;
  /** The run that has the value. */
  run?: string;
  /** This run's number by experiment. */
  experiments: Record<string, number>;
  verdict: Verdict;
}

type ClaimText = Pick<Claim, 'id' | 'statement' | 'source' | 'format' | 'paper' | 'relation' | 'rule'>;

/** What the claims are computed from. */
export interface ClaimEvidence {
  runs: readonly RunInput[];
  experiments: readonly PlannedExperiment[];
  discussion: readonly DiscussionRow[];
  fits: readonly PowerLawFit[];
  ignoreBefore: number;
}

/** An experiment's number, and the run that has it where one does. */
interface Evidence {
  value: number;
  run?: string;
}

const bounds = paperBounds;

/** What the paper says of a quantity over all its experiments, given its number as it is written. */
const statements: readonly { quantity: Quantity; statement: (bound: string, paper: number) => string }[] = [
  {
    quantity: quantities.hessianGrowth,
    statement: (bound) =>
      String.raw`The sharpness of $\mathcal{H}_\theta\tilde{\mathcal{L}}$ increases during training, by as much as ${bound}`,
  },
  {
    quantity: quantities.residualSharpness,
    statement: (bound) => `The sharpness of $H$ never exceeds ${bound}`,
  },
  {
    quantity: quantities.residualShare,
    statement: (bound) =>
      String.raw`The sharpness of $H$ is never more than ${bound} of that of $\mathcal{H}_\theta\tilde{\mathcal{L}}$`,
  },
  {
    quantity: quantities.gaussNewtonDistance,
    statement: (bound) =>
      String.raw`The sharpness of $G$ is within ${bound} of that of $\mathcal{H}_\theta\tilde{\mathcal{L}}$`,
  },
  {
    quantity: quantities.overlapGrowth,
    statement: (bound) => String.raw`The overlap ratio $\rho(K)$ never increases by more than ${bound}`,
  },
  {
    quantity: quantities.laterLayerRatio,
    statement: (_, paper) =>
      String.raw`$\mathbb{E}\|K^i\|^2$ for $i>1$ never exceeds $\mathbb{E}\|K^1\|^2$ by more than ${formatNumber(paper - 1, 'percent')}`,
  },
  {
    quantity: quantities.outputNormGrowth,
    statement: (bound) => String.raw`$\mathbb{E}\|\Delta^L\|^2$ never increases by more than ${bound}`,
  },
  {
    quantity: quantities.activationRatioGrowth,
    statement: (bound) => String.raw`$\Pi_\chi^1$ never increases by more than ${bound}`,
  },
  {
    quantity: quantities.chiAlignmentGrowth,
    statement: (bound) => String.raw`$P_{\chi,\Delta/\chi}^1$ never increases by more than ${bound}`,
  },
  {
    quantity: quantities.jacobianNormGrowth,
    statement: (bound) => String.raw`$\Pi_J^1$ increases, but never by more than ${bound}`,
  },
  {
    quantity: quantities.jacobianAlignmentGrowth,
    statement: (bound) => String.raw`$P_{\Delta,J}^1$ increases by as much as ${bound}`,
  },
];

/** Every quantitative statement of the paper, with this run's number and a verdict by a stated rule. */
export function judgeClaims(evidence: ClaimEvidence): Claim[] {
  return [
    ...statements.map((statement) => boundClaim(statement, evidence)),
    alignmentGrowsMost(evidence),
    stableLearningRateClaim('cross-entropy', evidence),
    stableLearningRateClaim('mse', evidence),
    negativeShare(evidence),
    powerLaws(evidence),
  ];
}

function extremesOf({ id }: Quantity, { discussion }: ClaimEvidence): DiscussionRow['experiments'] {
  return discussion.find(({ quantity }) => quantity === id)?.experiments ?? {};
}

function boundClaim({ quantity, statement }: (typeof statements)[number], evidence: ClaimEvidence): Claim {
  const { id, format, paper } = quantity;
  return judge(
    {
      id,
      statement: statement(formatNumber(paper!, format), paper!),
      source: 'Section 5',
      format,
      paper: paper!,
      relation: 'at most',
      rule: 'largest over all analysed snapshots ≤ the paper’s number',
    },
    extremesOf(quantity, evidence),
  );
}

function stableLearningRateClaim(criterion: CriterionName, evidence: ClaimEvidence): Claim {
  const paper = bounds.stableLearningRate[criterion];
  const name = criterion === 'mse' ? 'MSE' : 'cross-entropy';
  const { format } = quantities.stableLearningRate;
  const chosen = evidence.experiments.filter((experiment) => experiment.criterion === criterion);
  const extremes = extremesOf(quantities.stableLearningRate, evidence);
  return judge(
    {
      id: `stable-learning-rate-${criterion}`,
      statement: `Had the Jacobians not aligned further, training with ${name} would be stable for $\\eta<${formatNumber(paper, format)}$`,
      source: 'Section 5',
      format,
      paper,
      relation: 'at least',
      rule: `smallest 2/λ of the counterfactual bound over all ${name} runs ≥ the paper’s number`,
    },
    Object.fromEntries(chosen.flatMap(({ id }) => (extremes[id] === undefined ? [] : [[id, extremes[id]]]))),
  );
}

function alignmentGrowsMost({ runs, experiments, ignoreBefore }: ClaimEvidence): Claim {
  const shares: Record<string, Evidence> = {};
  for (const { id } of experiments) {
    const grown = runs
      .filter((run) => run.description.experiment === id)
      .map((run) => analysedSnapshots(run, ignoreBefore))
      .filter((snapshots) => snapshots.length > 1)
      .map((snapshots) => {
        return Math.max(...changeOverTraining(snapshots, factors.jacobianAlignment.read).slice(1)) > 1;
      });
    if (grown.length > 0) shares[id] = { value: grown.filter(Boolean).length / grown.length };
  }
  return judge(
    {
      id: 'jacobian-alignment-increases',
      statement: String.raw`$P_{\Delta,J}^1$ is consistently increasing`,
      source: 'Section 5',
      format: 'percent',
      paper: 1,
      relation: 'at least',
      rule: 'in every run with two or more analysed snapshots, a later value is above the first (share of runs = 100 %)',
    },
    shares,
  );
}

function negativeShare({ runs, experiments }: ClaimEvidence): Claim {
  const shares: Record<string, Evidence> = {};
  for (const { id } of experiments) {
    const signs = runs
      .filter((run) => run.description.experiment === id)
      .flatMap((run) => Array.from(run.history.sharpness).filter(Number.isFinite));
    if (signs.length > 0) shares[id] = { value: signs.filter((value) => value < 0).length / signs.length };
  }
  return judge(
    {
      id: 'negative-share',
      statement: `The eigenvalue of largest magnitude is negative in at most ${formatNumber(bounds.negativeShare, 'percent')} of the iterations`,
      source: 'Section 7.1',
      format: 'percent',
      paper: bounds.negativeShare,
      relation: 'at most',
      rule: 'share of an experiment’s iterations with a recorded eigenvalue, transient included; largest over experiments ≤ the paper’s number',
    },
    shares,
  );
}

function powerLaws({ fits }: ClaimEvidence): Claim {
  const found: Record<string, Evidence> = {};
  for (const { experiment, fit } of fits)
    if (fit !== undefined) found[experiment] = { value: fit.determination };
  return judge(
    {
      id: 'power-law-determination',
      statement: String.raw`$\max P_{\Delta,J}^1\approx c_1D^{c_2}$ holds with $R^2$ between ${bounds.determination.low} and ${bounds.determination.high}`,
      source: 'Section 5, Table 2',
      format: 'number',
      paper: bounds.determination.low,
      relation: 'at least',
      rule: 'smallest R² (log space) over the fitted experiments ≥ the paper’s smallest',
    },
    found,
  );
}

function judge(text: ClaimText, experiments: Record<string, Evidence>): Claim {
  const values = Object.fromEntries(Object.entries(experiments).map(([id, { value }]) => [id, value]));
  const sign = text.relation === 'at most' ? 1 : -1;
  const [worst] = Object.values(experiments).sort((a, b) => sign * (b.value - a.value));
  if (worst === undefined) return { ...text, experiments: values, verdict: 'not run' };
  const holds = sign * worst.value <= sign * text.paper;
  return {
    ...text,
    value: worst.value,
    ...present({ run: worst.run }),
    experiments: values,
    verdict: holds ? 'holds' : 'does not hold',
  };
}
