import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  prepareTimeSeries,
  readTimeSeries,
} from '../../../../src/datasets/time-series/prepare-time-series.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { aeonCases, aeonFile } from './aeon-files.ts';

const facts = { name: 'toy', title: 'Toy', attribution: 'none', readings: [] };

function seriesFile(classes: string): { path: string; name: string } {
  const path = join(temporaryFolder(), 'toy.ts');
  writeFileSync(
    path,
    `@problemName Toy\n@dimensions 1\n@classLabel true ${classes}\n@data\n1,2,3:n\n4,5,6:s\n`,
  );
  return { path, name: `toy-${classes.replaceAll(' ', '')}.ts` };
}

describe('prepareTimeSeries', () => {
  it('writes the windows of both files', async () => {
    const files = { train: seriesFile('n s'), test: seriesFile('n s') };
    const description = await prepareTimeSeries(temporaryFolder(), () => facts, files, {
      window: 2,
      stride: 1,
      windows: 2,
    });
    expect(description).toMatchObject({ classes: ['n', 's'], inputShape: [1, 2] });
    expect(description.train.samplesPerClass).toEqual([2, 2]);
    expect(description.test?.samplesPerClass).toEqual([2, 2]);
  });

  it('refuses two files of different classes', async () => {
    const files = { train: seriesFile('n s'), test: seriesFile('s n') };
    await expect(
      prepareTimeSeries(temporaryFolder(), () => facts, files, { window: 2, stride: 1, windows: 2 }),
    ).rejects.toThrow('toy-sn.ts has the classes s, n, expected those of toy-ns.ts: n, s');
  });
});

it('prepareTimeSeries refuses two files of different numbers of channels', async () => {
  const pair = join(temporaryFolder(), 'pair.ts');
  writeFileSync(pair, '@problemName Pair\n@classLabel true n s\n@data\n1,2,3:4,5,6:n\n4,5,6:1,2,3:s\n');
  const files = { train: { path: pair, name: 'pair.ts' }, test: seriesFile('n s') };
  const settings = { window: 2, stride: 1, windows: 2 };
  const prepare = (more: object): Promise<unknown> =>
    prepareTimeSeries(temporaryFolder(), () => facts, files, { ...settings, ...more });
  await expect(prepare({})).rejects.toThrow(
    'toy-ns.ts has series of 1 channels, expected 2 as pair.ts has: name channels that both have (with.channels)',
  );
  await expect(prepare({ channels: [0] })).resolves.toMatchObject({ inputShape: [1, 2] });
});

describe('readTimeSeries', () => {
  it('names the file that cannot be read and what to do', async () => {
    await expect(readTimeSeries({ path: '/nowhere/x.ts', name: 'data/x.ts' })).rejects.toThrow(
      "data/x.ts cannot be read (ENOENT: no such file or directory, open '/nowhere/x.ts'): " +
        'put the .ts file there, or correct the path under needs',
    );
  });

  it.each([
    ['UnitTest_TRAIN.ts', 1, 24],
    ['UnitTest_TEST.ts', 1, 24],
    ['ItalyPowerDemand_TRAIN.ts', 1, 24],
    ['BasicMotions_TEST.ts', 6, 100],
    ['Covid3Month_disc_TEST.ts', 1, 84],
  ])("reads aeon's own %s as aeon does", async (name, channels, length) => {
    const file = await readTimeSeries(aeonFile(name));
    expect(file.length).toBe(length);
    expect(file.series[0]!.channels.length).toBe(channels);
    expect(
      file.series.map((series) => ({
        channels: series.channels.map((values) => [...values]),
        label: file.classes[series.label],
      })),
    ).toEqual(aeonCases(name));
  });

  it.each([
    [
      'UnitTestTimeStamps_TRAIN.ts',
      'UnitTestTimeStamps_TRAIN.ts:5:1: @timeStamps is true, expected false: only evenly sampled series are read',
    ],
    [
      'CardanoSentiment_TEST.ts',
      'CardanoSentiment_TEST.ts:6:1: @targetLabel is true, expected @classLabel: measured values are no classes; make classes of them, as low and high',
    ],
    [
      'PickupGestureWiimoteZ_TRAIN.ts',
      'PickupGestureWiimoteZ_TRAIN.ts:115:1: channel 1 has 361 values, expected 324 as in the other series: ' +
        'series of unequal length cannot be cut into the same windows',
    ],
  ])("refuses aeon's %s, which has no windows of one length and class, in words", async (name, message) => {
    await expect(readTimeSeries(aeonFile(name))).rejects.toThrow(
      expect.objectContaining({ name: 'DataError', message }) as Error,
    );
  });
});
