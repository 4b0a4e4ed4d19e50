import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
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
});
