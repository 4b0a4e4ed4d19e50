import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { comparedNumbers, type ComparedNumber } from './compare-reports.ts';
import { readReport, reportFile } from './read-report.ts';
import { isOfOneRun, runSettings } from './report-numbers.ts';
import type { ReportResults } from './report-results.ts';
import { partOfTolerance, type NumberKind } from './tolerances.ts';

/** Other results that this run is held against: a report.json and the digest of the file. */
export interface ReferenceResults {
  results: ReportResults;
  digest: string;
}

/** One number that this run and the reference results both have, of the same runs. */
export interface ReferenceNumber {
  /** Where it stands, in words: `run dice-cross-entropy/30/0/0, loss`. */
  name: string;
  kind: NumberKind;
  value: number;
  reference: number;
  agrees: boolean;
  /** The difference as a part of the tolerance, to a hundredth of a per cent: at most 1 where it agrees. */
  part: number;
}

/** This run's numbers beside those of the reference results: only of the same runs, each within its tolerance or not. */
export interface ReferenceComparison {
  title: string;
  /** sha256 of the reference's report.json. */
  digest: string;
  /** Networks of the reference results. */
  networks: number;
  agree: number;
  differ: number;
  numbers: ReferenceNumber[];
  /** What is not compared, and why: of an experiment, or of numbers over many runs. */
  apart: { experiment?: string; reason: string }[];
}

/**
 * Reads the results that a run is held against.
 * @throws {RangeError} when there is no report.json, or it is of another format
 */
export function readReference(file: string): ReferenceResults {
  const results = readReport(file);
  return {
    results,
    digest: createHash('sha256')
      .update(readFileSync(reportFile(file)))
      .digest('hex'),
  };
}

/** Holds this run's numbers against the reference's, where both are of the same runs; says why the others are not compared. */
export function compareWithReference(
  results: ReportResults,
  { results: reference, digest }: ReferenceResults,
): ReferenceComparison {
  // How many runs there are says nothing of what they gave.
  const all = comparedNumbers(reference, results).filter(({ kind }) => kind !== 'count');
  const numbers = all
    .filter(({ agreement }) => agreement !== 'apart')
    .map(({ name, kind, before, after, agreement }): ReferenceNumber => {
      const part = partOfTolerance(kind, before!, after!);
      return { name, kind, value: after!, reference: before!, agrees: agreement === 'within', part };
    });
  const agree = numbers.filter(({ agrees }) => agrees).length;
  return {
    title: reference.title,
    digest,
    networks: reference.totals.finished,
    agree,
    differ: numbers.length - agree,
    numbers,
    apart: [...experimentsApart(results, reference), ...overRunsApart(all)],
  };
}

function experimentsApart(results: ReportResults, reference: ReportResults): ReferenceComparison['apart'] {
  return results.experiments.flatMap(({ id, finished }) => {
    if (id === undefined || finished === 0) return [];
    const reason = whyApart(id, results, reference);
    return reason === undefined ? [] : [{ experiment: id, reason }];
  });
}

/** Why some run of an experiment has no counterpart in the reference; undefined where all have. */
function whyApart(id: string, results: ReportResults, reference: ReportResults): string | undefined {
  const theirs = reference.runs.filter(({ experiment, status }) => experiment === id && status !== 'missing');
  if (theirs.length === 0) return 'the reference results have no run of it';
  const [own, other] = [settingsOf(results, id), settingsOf(reference, id)];
  const differing = Object.keys({ ...own, ...other }).filter((name) => own[name] !== other[name]);
  if (differing.length > 0)
    return differing
      .map((name) => `${name} is ${settingText(own[name])} here, ${settingText(other[name])} there`)
      .join('; ');
  const known = new Set(theirs.map((run) => run.id));
  const alone = results.runs.filter(
    (run) => run.experiment === id && run.status !== 'missing' && !known.has(run.id),
  );
  const sizes = [...new Set(alone.map(({ size }) => size))];
  return alone.length === 0
    ? undefined
    : `the reference results do not have ${alone.length} of these runs (D = ${sizes.join(', ')})`;
}

function settingsOf(report: ReportResults, id: string): Record<string, unknown> {
  return { ...runSettings(report, id), ignoreBefore: report.ignoreBefore };
}

function settingText(value: unknown): string {
  if (value === undefined) return 'not stated';
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : JSON.stringify(value);
}

/** Claims, laws and quantities of the discussion are over many runs: comparable where these are the same. */
function overRunsApart(numbers: readonly ComparedNumber[]): ReferenceComparison['apart'] {
  const { length } = numbers.filter(
    ({ name, after, agreement }) => after !== undefined && agreement === 'apart' && !isOfOneRun(name),
  );
  return length === 0
    ? []
    : [
        {
          reason: `${length} numbers of claims, power laws and discussion are over other sets of runs there`,
        },
      ];
}
