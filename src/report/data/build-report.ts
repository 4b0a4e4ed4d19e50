import { present } from '../../present.ts';
import type { ReportInputs } from './inputs/inputs.ts';
import type { ReportSettings } from './inputs/report-settings.ts';
import {
  compareWithReference,
  type ReferenceComparison,
  type ReferenceResults,
} from './reference-comparison.ts';
import { reportResults, type ReportResults } from './report-results.ts';

/** `report.json`: every number that the page shows. docs/report.md describes it. */
export interface Report extends ReportResults {
  /** This run's numbers beside those of other results, where the pipeline names some. */
  reference?: ReferenceComparison;
}

/** Computes the whole report from the stages' outputs. Deterministic: the same inputs give the same report. */
export function buildReport(
  inputs: ReportInputs,
  settings: ReportSettings,
  reference?: ReferenceResults,
): Report {
  const results = reportResults(inputs, settings);
  return { ...results, ...present({ reference: reference && compareWithReference(results, reference) }) };
}
