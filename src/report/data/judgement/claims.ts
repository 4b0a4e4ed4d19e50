import { present } from '../../../present.ts';
import type { QuantityFormat } from '../../paper/format-number.ts';
import type { ReportedExperiment } from '../inputs/reported-experiments.ts';
import { departures } from '../rows/deviations.ts';
import { claimRules, type ClaimRule } from './claim-rules.ts';
import type { ClaimEvidence, ExperimentEvidence, Measured } from './evidence.ts';
import { verdictOf, type Judgement, type Verdict } from './verdict.ts';

/** A statement of the paper beside this run's number. */
export interface Claim {
  id: string;
  /** The statement; TeX between dollar signs. */
  statement: string;
  /** Where the paper makes it. */
  source: string;
  format: QuantityFormat;
  /** The paper's number; absent where it states a direction only. */
  paper?: number;
  relation: ClaimRule['relation'];
  /** The sides of the rule behind the verdict, in words, each with what it says. */
  sides: ({ rule: string } & Judgement)[];
  /** This run's number over the paper's experiments, and the run that has it. */
  value?: number;
  run?: string;
  /** How far the number moves with the seeds. */
  spread?: { low: number; high: number };
  /** This run's number by experiment: the paper's, which are judged, and one's own beside them. */
  experiments: Record<string, number>;
  verdict: Verdict;
  /** Why, where the verdict needs a word. */
  reason?: string;
}

/** Every quantitative statement of the paper, with this run's number and a verdict by a stated rule. */
export function judgeClaims(evidence: ClaimEvidence): Claim[] {
  return claimRules.map((rule) => judgeClaim(rule, evidence));
}

/** One statement with this run's number and its verdict. */
export function judgeClaim(claim: ClaimRule, evidence: ClaimEvidence): Claim {
  const found = evidence.experiments
    .filter((experiment) => claim.concerns?.(experiment) ?? true)
    .flatMap((experiment) => {
      const measured = claim.measure(experiment, decisiveDepartures(claim, experiment, evidence), evidence);
      return measured === undefined ? [] : [measured];
    });
  const judged = found.filter(({ experiment }) => experiment.paper !== undefined);
  const sides = claim.sides.map(({ rule, judge: judgeSide }) => ({ rule, ...judgeSide(judged) }));
  const { verdict, reason } = verdictOf(sides);
  const worst = worstOf(claim.relation, judged);
  const { id, statement, source, format, paper, relation } = claim;
  return {
    id,
    statement,
    source,
    format,
    ...present({ paper }),
    relation,
    sides,
    ...present({ value: worst?.extreme.value, run: worst?.run, spread: worst?.extreme.spread }),
    experiments: Object.fromEntries(found.map((one) => [one.experiment.id, one.extreme.value])),
    verdict,
    ...present({ reason }),
  };
}

function decisiveDepartures(
  { needs }: ClaimRule,
  { id }: ReportedExperiment,
  { rows }: ClaimEvidence,
): string[] {
  const row = rows.find((candidate) => candidate.id === id);
  if (row === undefined) return [];
  const decisive = departures(row).flatMap((departure) => departure.decisive ?? []);
  const solver = needs?.(row);
  return solver === undefined ? decisive : [solver, ...decisive];
}

/** The experiment whose number is furthest toward the paper's bound. */
function worstOf(
  relation: ClaimRule['relation'],
  evidence: readonly ExperimentEvidence[],
): ExperimentEvidence | undefined {
  const sign = relation === 'at least' ? -1 : 1;
  const value = ({ extreme }: { extreme: Measured }) => sign * extreme.value;
  return [...evidence].sort((a, b) => value(b) - value(a))[0];
}
