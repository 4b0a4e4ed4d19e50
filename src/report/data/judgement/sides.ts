import { experimentTitle } from '../../paper/experiment-title.ts';
import { leastGrowth } from '../tables/growth-end.ts';
import type { ExperimentEvidence, Measured } from './evidence.ts';
import type { Judgement, Verdict } from './verdict.ts';

/** One side of a claim's rule: its words, and how it judges. */
export interface Side {
  rule: string;
  judge: (evidence: readonly ExperimentEvidence[]) => Judgement;
}

/** Share of runs that a statement about all of them needs. */
const nearlyAll = 0.9;

/** The extreme of every experiment is at most the paper's number, or is within the spread over seeds. */
export function atMost(paper: number, rule: string): Side {
  return { rule, judge: inPaperSetting('low', (number) => number <= paper) };
}

/** The extreme of every experiment is at least the paper's number, or is within the spread over seeds. */
export function atLeast(paper: number, rule: string): Side {
  return { rule, judge: inPaperSetting('high', (number) => number >= paper) };
}

/** A typical run of every experiment, whatever its setting, grows; growth that is not there fails. */
export const grows: Side = {
  rule: `the typical run (median) of each experiment grows by ×${leastGrowth} or more`,
  judge: anywhere(({ typical }) => typical, leastGrowth),
};

/** The exponent of every experiment's law, whatever its setting, is positive. */
export const scalesWithSize: Side = {
  rule: 'the exponent of each experiment’s law is positive',
  judge: anywhere(({ typical }) => typical, 0),
};

/** Something is so in nearly all runs of every experiment, whatever its setting. */
export function inNearlyAllRuns(rule: string): Side {
  return {
    rule: `${rule}: in ${nearlyAll * 100} % of the runs of each experiment`,
    judge: anywhere(({ extreme }) => extreme, nearlyAll),
  };
}

/**
 * The largest over the experiments reaches half the paper's number: "as much as" speaks of a size, so that falling far short of
 * it is a difference and exceeding it is none. Judged only where all experiments of the paper were run as in the paper.
 */
export function reachesHalf(paper: number, experiments: number): Side {
  return {
    rule: 'the largest over all experiments is at least half the paper’s number, more is no difference',
    judge(evidence) {
      const open = notComparable(evidence);
      if (open !== undefined) return open;
      if (evidence.length < experiments || evidence.some(({ departures }) => departures.length > 0))
        return { verdict: 'not judged here', reason: 'not all of the paper’s experiments were run in full' };
      const most = Math.max(...evidence.map(({ extreme }) => extreme.spread?.high ?? extreme.value));
      return { verdict: most >= paper / 2 ? 'agrees' : 'differs' };
    },
  };
}

function notComparable(evidence: readonly ExperimentEvidence[]): Judgement | undefined {
  if (evidence.length === 0)
    return { verdict: 'not judged here', reason: 'no run of the paper’s experiments speaks to it' };
  if (evidence.some(({ departures }) => departures.length === 0)) return undefined;
  const reasons = [...new Set(evidence.flatMap(({ departures }) => departures))];
  return { verdict: 'not judged here', reason: reasons.join(', ') };
}

/**
 * Judges by the experiments that were run as in the paper: the others have other numbers. An end of the spread over seeds is
 * enough, and where it is needed, the judgement says so.
 */
function inPaperSetting(end: 'low' | 'high', holds: (number: number) => boolean): Side['judge'] {
  return (evidence) => {
    const open = notComparable(evidence);
    if (open !== undefined) return open;
    const comparable = evidence.filter(({ departures }) => departures.length === 0);
    const judged = together(
      comparable.map((one) => {
        const { value, spread } = one.extreme;
        return [one, holds(spread?.[end] ?? value) ? 'agrees' : 'differs'] as const;
      }),
    );
    return judged.verdict === 'differs' || comparable.every(({ extreme }) => holds(extreme.value))
      ? judged
      : { ...judged, reason: 'beyond the paper’s number, but not by more than the seeds move it' };
  };
}

/** Judges by every experiment of the paper: a direction needs no paper's width. The seeds must agree. */
function anywhere(number: (evidence: ExperimentEvidence) => Measured, least: number): Side['judge'] {
  return (evidence) => {
    if (evidence.length === 0) return notComparable(evidence)!;
    const verdicts = evidence.map((one): readonly [ExperimentEvidence, Verdict] => {
      const { value, spread } = number(one);
      if ((spread?.low ?? value) >= least) return [one, 'agrees'];
      return [one, (spread?.high ?? value) < least ? 'differs' : 'not judged here'];
    });
    return together(verdicts);
  };
}

/** Differs where one experiment does, and agrees where the others that can be judged do. */
function together(verdicts: readonly (readonly [ExperimentEvidence, Verdict])[]): Judgement {
  const those = (wanted: Verdict) => verdicts.filter(([, verdict]) => verdict === wanted);
  const names = (some: typeof verdicts) =>
    some.map(([{ experiment }]) => experimentTitle(experiment)).join('; ');
  const differs = those('differs');
  if (differs.length > 0)
    return differs.length < verdicts.length
      ? { verdict: 'differs', reason: `in ${names(differs)}` }
      : { verdict: 'differs' };
  if (those('agrees').length > 0) {
    const open = those('not judged here');
    return open.length > 0
      ? { verdict: 'agrees', reason: `The seeds do not decide in ${names(open)}.` }
      : { verdict: 'agrees' };
  }
  return { verdict: 'not judged here', reason: 'the seeds do not decide' };
}
