import type { ReportResults } from './report-results.ts';
import { quantityList } from './judgement/quantities.ts';
import type { NumberKind } from './tolerances.ts';

/** A number of a report that another report may have too. */
export interface ReportNumber {
  value: number;
  kind: NumberKind;
  /** What it was computed from: two numbers of one name are told to agree or not only where this is the same. */
  from: string;
}

/** Totals, claims, discussion, power laws and runs of a report, number by number, under names in words: `claims, hessian-growth`. */
export function reportNumbers(report: ReportResults): Map<string, ReportNumber> {
  const numbers = new Map<string, ReportNumber>();
  const add = (name: string, value: number | undefined, kind: NumberKind, from: string) => {
    if (Number.isFinite(value)) numbers.set(name, { value: value!, kind, from });
  };
  const all = runsBehind(report);
  for (const [name, value] of Object.entries(report.totals))
    add(`totals, ${name}`, value as number, 'count', all);
  for (const { id, value, format } of report.claims)
    add(`claims, ${id}`, value, format === 'percent' ? 'share' : 'extreme', all);
  for (const { quantity, experiments } of report.discussion)
    for (const [experiment, { value }] of Object.entries(experiments))
      add(`discussion, ${quantity}, ${experiment}`, value, kindOf(quantity), runsBehind(report, experiment));
  for (const { experiment, dataset, criterion, fit } of report.powerLaws) {
    const name = experiment ?? `${dataset}-${criterion}`;
    const from = runsBehind(report, name);
    add(`power law, ${name}, c_1`, fit?.coefficient, 'coefficient', from);
    add(`power law, ${name}, c_2`, fit?.exponent, 'exponent', from);
    add(`power law, ${name}, R²`, fit?.determination, 'determination', from);
  }
  for (const run of report.runs) {
    const from = JSON.stringify([report.ignoreBefore, runSettings(report, run.experiment)]);
    add(`run ${run.id}, loss`, run.loss, 'loss', from);
    add(`run ${run.id}, iterations`, run.iterations, 'iterations', from);
    add(`run ${run.id}, time`, run.time, 'time', from);
    add(`run ${run.id}, peakSharpness`, run.peakSharpness, 'extreme', from);
    add(`run ${run.id}, peakAlignment`, run.peakAlignment, 'extreme', from);
  }
  return numbers;
}

/** Whether a number of this name is that of one run. */
export function isOfOneRun(name: string): boolean {
  return name.startsWith('run ');
}

function kindOf(quantity: string): NumberKind {
  return quantityList.find(({ id }) => id === quantity)?.format === 'percent' ? 'share' : 'extreme';
}

/** The analysed runs of a report or of an experiment, with what they were trained under. */
export function runsBehind(report: ReportResults, experiment?: string): string {
  const own = report.runs.filter((run) => experiment === undefined || run.experiment === experiment);
  const settings = [...new Set(own.map((run) => JSON.stringify(runSettings(report, run.experiment))))];
  return JSON.stringify([
    report.ignoreBefore,
    settings,
    own.filter((run) => run.analysed).map(({ id }) => id),
  ]);
}

/** What decides what a run is, apart from its name; the solver is not in it: solvers follow one flow, as gradient descent does not. */
export function runSettings({ experiments }: ReportResults, id: string): Record<string, unknown> | undefined {
  const found = experiments.find((row) => row.id === id);
  if (found === undefined) return undefined;
  const { datasetTitle, criterion, stopLoss, network, inputs, precision, reduction, solver } = found;
  const followed = solver?.method === 'gradient-descent' ? 'gradient descent' : 'gradient flow';
  return { dataset: datasetTitle, criterion, stopLoss, ...network, inputs, precision, reduction, followed };
}
