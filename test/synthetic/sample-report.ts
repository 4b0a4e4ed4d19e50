import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportSettings } from '../../src/report/data/inputs/report-settings.ts';
import {
  readReportInputs,
  type ReportFolders,
  type ReportInputs,
} from '../../src/report/data/inputs/inputs.ts';
import {
  reportedExperiments,
  type ReportedExperiment,
} from '../../src/report/data/inputs/reported-experiments.ts';
import { buildReport, type Report } from '../../src/report/data/build-report.ts';
import { quickPlan, writeStudy, type StudyPlan } from './study.ts';

/** A small synthetic study with one run missing, one stopped, one without analysis. */
export const flawedPlan: StudyPlan = {
  ...quickPlan,
  iterations: [210, 330],
  missing: ['dice-cross-entropy/120/1/1'],
  stopped: ['dice-cross-entropy/60/0/1'],
  unanalysed: ['atrial-fibrillation-cross-entropy/30/1/0'],
  edge: true,
};

export interface SampleReport {
  root: string;
  folders: ReportFolders;
  settings: ReportSettings;
  inputs: ReportInputs;
  experiments: ReportedExperiment[];
  report: Report;
  [Symbol.dispose](): void;
}

/** Writes a study into a temporary folder and computes its report. */
export function sampleReport(plan: StudyPlan = flawedPlan): SampleReport {
  const root = mkdtempSync(join(tmpdir(), 'eos-report-'));
  const folders = writeStudy(join(root, 'study'), plan);
  const settings: ReportSettings = {
    title: 'A synthetic study <for tests> & nothing else',
    ignoreBefore: 10,
    experiments: plan.experiments,
    seeds: plan.seeds,
    svg: false,
    png: false,
  };
  const inputs = readReportInputs(folders);
  return {
    root,
    folders,
    settings,
    inputs,
    experiments: reportedExperiments(plan.experiments, inputs.runs),
    report: buildReport(inputs, settings),
    [Symbol.dispose]() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
