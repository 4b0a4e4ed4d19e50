import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareTimeSeries, readTimeSeries } from '../../../../src/datasets/time-series/prepare.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

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
    const description = await prepareTimeSeries(temporaryFolder(), facts, files, {
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
      prepareTimeSeries(temporaryFolder(), facts, files, { window: 2, stride: 1, windows: 2 }),
    ).rejects.toThrow('toy-sn.ts has the classes s, n, expected those of toy-ns.ts: n, s');
  });
});

describe('readTimeSeries', () => {
  it('names the file that cannot be read and what to do', async () => {
    await expect(readTimeSeries({ path: '/nowhere/x.ts', name: 'data/x.ts' })).rejects.toThrow(
      "data/x.ts: the file cannot be read (ENOENT: no such file or directory, open '/nowhere/x.ts'): " +
        'put the .ts file there, or correct the path under needs',
    );
  });
});
