import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTimeSeries } from '../../../parse-time-series.ts';

const head = '@problemName Toy\n@dimensions 2\n@classLabel true n s\n@data\n';

describe('parseTimeSeries', () => {
  it('reads channels and classes', () => {
    const file = parseTimeSeries(`${head}1,2.5,-3e-1:4,5,6:s\n\n7, 8,9:1,1,1: n\n`, 'toy.ts');
    expect(file).toEqual({
      name: 'Toy',
      classes: ['n', 's'],
      length: 3,
      series: [
        { label: 1, channels: [Float64Array.of(1, 2.5, -0.3), Float64Array.of(4, 5, 6)] },
        { label: 0, channels: [Float64Array.of(7, 8, 9), Float64Array.of(1, 1, 1)] },
      ],
    });
  });

  it('reads a file with Windows line ends', () => {
    expect(parseTimeSeries(`${head}1:2:s\n3:4:n`.replaceAll('\n', '\r\n'), 'toy.ts').series).toHaveLength(2);
  });

  it('reads a byte order mark, comments among the cases, and a number of channels that is not declared', () => {
    const text = '\uFEFF@problemName Toy\n@classLabel True n s\n @data\n% c\n1:2:n\n # d\n3:4:S\n';
    expect(parseTimeSeries(text, 'toy.ts').series).toEqual([
      { label: 0, channels: [Float64Array.of(1), Float64Array.of(2)] },
      { label: 1, channels: [Float64Array.of(3), Float64Array.of(4)] },
    ]);
    expect(() => parseTimeSeries(`${text}5:n\n`, 'toy.ts')).toThrow(
      'toy.ts:8:1: the case has 2 fields separated by ":", expected 3: 2 channels and the class',
    );
  });

  it('compares classes that are numbers as numbers', () => {
    const text = '@classLabel true 0.0 1.0\n@data\n1,2:1\n3,4:0\n';
    expect(parseTimeSeries(text, 'toy.ts').series.map(({ label }) => label)).toEqual([1, 0]);
  });

  it.each(['TRAIN', 'TEST'])(
    'reads the 15 recordings of AtrialFibrillation_%s.ts, five of each class',
    (part) => {
      const text = readFileSync(`data/atrial-fibrillation/AtrialFibrillation_${part}.ts`, 'utf8');
      const { name, classes, length, series } = parseTimeSeries(text, part);
      expect({ name, classes, length }).toEqual({
        name: 'AtrialFibrillation',
        classes: ['n', 's', 't'],
        length: 640,
      });
      expect(series.map(({ label }) => label).sort()).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
      for (const { channels } of series)
        expect(channels.map((channel) => channel.length)).toEqual([640, 640]);
    },
  );

  it.each([
    [
      'a word among the numbers',
      '1,2:3,4:n\n1,2:3,x4:n',
      'toy.ts:6:7: value 2 of the channel is "x4", expected a finite number',
    ],
    [
      'an infinite value',
      '1,Infinity:3,4:n',
      'toy.ts:5:3: value 2 of the channel is "Infinity", expected a finite number',
    ],
    [
      'a missing value',
      '1,2:?,4:n',
      'toy.ts:5:5: value 1 of the channel is missing ("?"), expected a finite number: fill the gap or leave the case out',
    ],
    [
      'NaN',
      '1,NaN:3,4:n',
      'toy.ts:5:3: value 2 of the channel is missing ("NaN"), expected a finite number: fill the gap or leave the case out',
    ],
    [
      'an empty value',
      '1,:3,4:n',
      'toy.ts:5:3: value 2 of the channel is missing (""), expected a finite number: fill the gap or leave the case out',
    ],
    [
      'a channel too few',
      '1,2:n',
      'toy.ts:5:1: the case has 2 fields separated by ":", expected 3: 2 channels and the class',
    ],
    [
      'a channel that is longer than the other',
      '1,2:3,4,5:n',
      'toy.ts:5:5: channel 2 has 3 values, expected 2 as in the other series: series of unequal length cannot be cut into the same windows',
    ],
    [
      'a series that is shorter than the others',
      '1,2:3,4:n\n1:2:s',
      'toy.ts:6:1: channel 1 has 1 values, expected 2 as in the other series: series of unequal length cannot be cut into the same windows',
    ],
    ['an unknown class', '1,2:3,4:x', 'toy.ts:5:9: the class is "x", expected one of @classLabel: n, s'],
    [
      'a file without cases',
      '\n',
      'toy.ts:6:1: there is no case after @data, expected a line of values for each',
    ],
  ])('refuses %s', (_, cases, message) => {
    expect(() => parseTimeSeries(head + cases, 'toy.ts')).toThrow(
      expect.objectContaining({ name: 'DataError', message }) as Error,
    );
  });
});
