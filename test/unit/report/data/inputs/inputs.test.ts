import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReportInputs, runId } from '../../../../../src/report/data/inputs/inputs.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

describe('reading the report’s inputs', () => {
  it('names a run by experiment, size and seeds', () => {
    expect(runId({ experiment: 'dice', size: 468, networkSeed: 1, subsetSeed: 3 })).toBe('dice/468/1/3');
  });

  it('sorts the runs whatever the order of the folders, and joins each with its analysis', () => {
    using sample = sampleReport();
    const { folders, inputs } = sample;
    const again = readReportInputs({ ...folders, runs: [...folders.runs].reverse() });
    expect(again.runs.map(({ id }) => id)).toEqual(inputs.runs.map(({ id }) => id));
    const unanalysed = inputs.runs.filter(({ analysis }) => analysis === undefined).map(({ id }) => id);
    // The pair at the edge of stability is trained to be seen, not to be analysed.
    expect(unanalysed.filter((id) => !id.startsWith('edge-'))).toEqual(flawedPlan.unanalysed);
    for (const { id, analysis } of inputs.runs)
      if (analysis !== undefined) expect(runId(analysis.run)).toBe(id);
  });

  it('gives different runs different digests, and the same run the same one', () => {
    using sample = sampleReport();
    const { folders, inputs } = sample;
    expect(new Set(inputs.runs.map(({ digest }) => digest)).size).toBe(inputs.runs.length);
    expect(readReportInputs(folders).runs.map(({ digest }) => digest)).toEqual(
      inputs.runs.map(({ digest }) => digest),
    );
  });

  it('says which file is missing, not JSON, or not of the expected shape', () => {
    using sample = sampleReport({ ...flawedPlan, experiments: flawedPlan.experiments.slice(1) });
    const folder = join(sample.root, 'bad');
    mkdirSync(folder);
    const file = join(folder, 'power-law.json');
    const read = () => readReportInputs({ datasets: [], runs: [], analyses: [], fits: [folder] });
    expect(read).toThrow(`${file} is missing: run the stage that writes it again`);
    writeFileSync(file, '{');
    expect(read).toThrow(
      `${file} is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
    );
    writeFileSync(file, '{"format":1,"experiment":"dice","runs":-1,"points":[]}');
    expect(read).toThrow(
      `${file} is not what the report expects: runs: Too small: expected number to be >=0`,
    );
    rmSync(folder, { recursive: true });
  });

  it('refuses what it could not tell apart: runs, analyses, laws and datasets of one name', () => {
    using sample = sampleReport();
    const { folders } = sample;
    const advice = 'the report would mix them; give the stages that make them different names';
    const [run, analysis, fit, dataset] = [
      folders.runs,
      folders.analyses,
      folders.fits,
      folders.datasets,
    ].map((all) => all[0]!);
    const id = 'dice-cross-entropy/30/0/0';
    for (const [more, what] of [
      [{ runs: [...folders.runs, run!] }, `runs called ${id}`],
      [{ analyses: [...folders.analyses, analysis!] }, `analyses of the run ${id}`],
      [{ fits: [...folders.fits, fit!] }, 'power laws of the experiment dice-cross-entropy'],
      [{ datasets: [...folders.datasets, dataset!] }, 'datasets called dice'],
    ] as const)
      expect(() => readReportInputs({ ...folders, ...more })).toThrow(`there are two ${what}: ${advice}`);
  });

  it('refuses an analysis of another training of the same name', () => {
    using sample = sampleReport();
    const { folders } = sample;
    const file = join(folders.runs[0]!, 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"gain":\s*[\d.]+/, '"gain": 3'));
    expect(() => readReportInputs(folders)).toThrow(
      'the analysis of dice-cross-entropy/30/0/0 is of another training than the run of this name: collect the analyses of the runs that the report has',
    );
  });
});
