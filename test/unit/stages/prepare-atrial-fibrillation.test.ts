import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSubset } from '../../../src/datasets/read-dataset.ts';
import { sampleRows } from '../../../src/datasets/sample-rows.ts';
import { parseTimeSeries } from '../../parse-time-series.ts';
import stage from '../../../stages/prepare-atrial-fibrillation.ts';
import { runStage } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const file = (part: string): { name: string; path: string } => {
  const name = `data/atrial-fibrillation/AtrialFibrillation_${part}.ts`;
  return { name, path: resolve(name) };
};
const inputs = { train: file('TRAIN'), test: file('TEST') };
const settings = { window: 128, stride: 1, windows: 512 };

describe('prepare-atrial-fibrillation', () => {
  it('makes 7,680 training samples of 256 inputs from the shipped files, 2,560 of each class', async () => {
    const output = temporaryFolder();
    const { metrics } = await runStage(stage, { params: settings, inputs, output });
    expect(readdirSync(output).sort()).toEqual(stage.outputs);
    expect(metrics).toEqual({ trainSamples: 7680, testSamples: 7680 });
    const { description, inputs: values, labels } = await readSubset(output, { size: 3, seed: 0 });
    expect(description.train.samplesPerClass).toEqual([2560, 2560, 2560]);
    const { series } = parseTimeSeries(readFileSync(inputs.train.path, 'utf8'), 'train');
    const expected = [...sampleRows(7680, 3, 0)].map((row) => ({
      recording: series[Math.floor(row / 512)]!,
      offset: row % 512,
    }));
    expect([...labels]).toEqual(expected.map(({ recording }) => recording.label));
    expect([...values]).toEqual(
      expected.flatMap(({ recording, offset }) =>
        recording.channels.flatMap((channel) => [...channel.subarray(offset, offset + 128)]),
      ),
    );
  });

  it('can train on the test file, on one channel', async () => {
    const output = temporaryFolder();
    await runStage(stage, { params: { ...settings, channels: [0], trainOn: 'test' }, inputs, output });
    const { description, inputs: values } = await readSubset(output, { size: 1, seed: 0 });
    expect(description.inputShape).toEqual([1, 128]);
    const { series } = parseTimeSeries(
      readFileSync(join('data/atrial-fibrillation/AtrialFibrillation_TEST.ts'), 'utf8'),
      'test',
    );
    const row = sampleRows(7680, 1, 0)[0]!;
    expect(values).toEqual(series[Math.floor(row / 512)]!.channels[0]!.slice(row % 512, (row % 512) + 128));
  });

  it('does not call other series AtrialFibrillation', async () => {
    const output = temporaryFolder();
    const path = resolve('test/unit/datasets/time-series/fixtures/BasicMotions_TEST.ts.gz');
    const motions = { name: 'motions.ts.gz', path };
    await runStage(stage, { params: settingsOf(10), inputs: { train: motions, test: motions }, output });
    const { description } = await readSubset(output, { size: 1, seed: 0 });
    expect(description).toMatchObject({ name: 'basicmotions', title: 'BasicMotions' });
    expect(description.attribution).not.toContain('PhysioNet');
  });
});

function settingsOf(window: number): { window: number; stride: number; windows: number } {
  return { window, stride: 1, windows: 1 };
}
