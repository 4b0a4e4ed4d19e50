import type { PowerLawFit } from '../../../artifacts/power-laws.ts';
import type { CriterionName } from '../../../artifacts/run.ts';
import type { DiscussionRow } from './discussion.ts';
import type { PlannedExperiment } from '../inputs/report-settings.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { paperBounds } from '../../paper/numbers.ts';
import type { QuantityFormat } from '../../paper/format-number.ts';
import { quantities } from './quantities.ts';
import { analysedSnapshots } from '../inputs/snapshots.ts';

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

const statements: readonly { quantity: string; paper: number; statement: string }[] = [
  {
    quantity: 'hessian-growth',
    paper: bounds.hessianGrowth,
    statement: String.raw`The sharpness of $\mathcal{H}_\theta\tilde{\mathcal{L}}$ increases during training, by as much as ×5.45`,
  },
  {
    quantity: 'residual-sharpness',
    paper: bounds.residualSharpness,
    statement: 'The sharpness of $H$ never exceeds 56.74',
  },
  {
    quantity: 'residual-share',
    paper: bounds.residualShare,
    statement: String.raw`The sharpness of $H$ is never more than 9.9 % of that of $\mathcal{H}_\theta\tilde{\mathcal{L}}$`,
  },
  {
    quantity: 'gauss-newton-distance',
    paper: bounds.gaussNewtonDistance,
    statement: String.raw`The sharpness of $G$ is within 10.1 % of that of $\mathcal{H}_\theta\tilde{\mathcal{L}}$`,
  },
  {
    quantity: 'overlap-growth',
    paper: bounds.overlapGrowth,
    statement: String.raw`The overlap ratio $\rho(K)$ never increases by more than ×1.90`,
  },
  {
    quantity: 'later-layer-ratio',
    paper: bounds.laterLayerRatio,
    statement: String.raw`$\mathbb{E}\|K^i\|^2$ for $i>1$ never exceeds $\mathbb{E}\|K^1\|^2$ by more than 37 %`,
  },
  {
    quantity: 'output-norm-growth',
    paper: bounds.outputNormGrowth,
    statement: String.raw`$\mathbb{E}\|\Delta^L\|^2$ never increases by more than ×2.12`,
  },
  {
    quantity: 'activation-ratio-product-growth',
    paper: bounds.activationProductGrowth,
    statement: String.raw`$\Pi_\chi^1$ never increases by more than ×1.33`,
  },
  {
    quantity: 'chi-alignment-product-growth',
    paper: bounds.chiAlignmentGrowth,
    statement: String.raw`$P_{\chi,\Delta/\chi}^1$ never increases by more than ×1.27`,
  },
  {
    quantity: 'jacobian-norm-product-growth',
    paper: bounds.jacobianProductGrowth,
    statement: String.raw`$\Pi_J^1$ increases, but never by more than ×3.93`,
  },
  {
    quantity: 'jacobian-alignment-product-growth',
    paper: bounds.jacobianAlignmentGrowth,
    statement: String.raw`$P_{\Delta,J}^1$ increases by as much as ×28.97`,
  },
];

/** Every quantitative statement of the paper, with this run's number and a verdict by a stated rule. */
export function judgeClaims(evidence: ClaimEvidence): Claim[] {
  return [
    ...statements.map((statement) => boundClaim(statement, evidence)),
    alignmentGrowsMost(evidence),
    stableLearningRate('cross-entropy', evidence),
    stableLearningRate('mse', evidence),
    negativeShare(evidence),
    powerLaws(evidence),
  ];
}

function boundClaim(
  { quantity, paper, statement }: (typeof statements)[number],
  evidence: ClaimEvidence,
): Claim {
  const { format } = quantities.find(({ id }) => id === quantity)!;
  const row = evidence.discussion.find((candidate) => candidate.quantity === quantity)!;
  return judge(
    {
      id: quantity,
      statement,
      source: 'Section 5',
      format,
      paper,
      relation: 'at most',
      rule: 'largest over all analysed snapshots ≤ the paper’s number',
    },
    row.experiments,
  );
}

function stableLearningRate(criterion: CriterionName, { discussion, experiments }: ClaimEvidence): Claim {
  const paper = bounds.stableLearningRate[criterion];
  const row = discussion.find(({ quantity }) => quantity === 'stable-learning-rate')!;
  const chosen = experiments.filter((experiment) => experiment.criterion === criterion).map(({ id }) => id);
  return judge(
    {
      id: `stable-learning-rate-${criterion}`,
      statement: `Had the Jacobians not aligned further, training with ${criterion === 'mse' ? 'MSE' : 'cross-entropy'} would be stable for $\\eta<${paper === 0.0006 ? '0.0006' : '0.00003'}$`,
      source: 'Section 5',
      format: 'small',
      paper,
      relation: 'at least',
      rule: `smallest 2/λ of the counterfactual bound over all ${criterion === 'mse' ? 'MSE' : 'cross-entropy'} runs ≥ the paper’s number`,
    },
    Object.fromEntries(Object.entries(row.experiments).filter(([id]) => chosen.includes(id))),
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
        const values = snapshots.map((snapshot) => snapshot.jacobianAlignmentProduct[0]!);
        return Math.max(...values.slice(1)) > values[0]!;
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
      statement: 'The eigenvalue of largest magnitude is negative in at most 0.009 % of the iterations',
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
      statement: String.raw`$\max P_{\Delta,J}^1\approx c_1D^{c_2}$ holds with $R^2$ between 0.74 and 0.98`,
      source: 'Section 5, Table 2',
      format: 'number',
      paper: bounds.determination.low,
      relation: 'at least',
      rule: 'smallest R² (log space) over the fitted experiments ≥ 0.74',
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
    ...(worst.run === undefined ? {} : { run: worst.run }),
    experiments: values,
    verdict: holds ? 'holds' : 'does not hold',
  };
}
