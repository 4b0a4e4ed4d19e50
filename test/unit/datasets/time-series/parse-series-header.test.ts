import { describe, expect, it } from 'vitest';
import { isComment, parseSeriesHeader } from '../../../../src/datasets/time-series/parse-series-header.ts';

const lines = [
  '# a comment',
  '@problemName Toy',
  '@timeStamps false',
  '@univariate false',
  '@dimensions 2',
  '@seriesLength 3',
  '@classLabel true n s',
  '@data',
];

/** The head with one line replaced, or left out. */
function changed(line: number, text?: string): string[] {
  return lines.toSpliced(line - 1, 1, ...(text === undefined ? [] : [text]));
}

describe('parseHeader', () => {
  it('reads name, channels, length and classes', () => {
    expect(parseSeriesHeader(lines, 'toy.ts')).toEqual({
      name: 'Toy',
      channels: 2,
      classes: ['n', 's'],
      length: 3,
      lines: 8,
    });
  });

  it('takes a univariate series for one channel', () => {
    const head = ['@problemName U', '@univariate true', '@classLabel true 1 2', '@data'];
    expect(parseSeriesHeader(head, 'u.ts')).toEqual({
      name: 'U',
      channels: 1,
      classes: ['1', '2'],
      lines: 4,
    });
  });

  it('leaves the number of channels to the first case where it is not declared', () => {
    expect(parseSeriesHeader(changed(5), 'toy.ts')).toEqual({
      name: 'Toy',
      classes: ['n', 's'],
      length: 3,
      lines: 7,
    });
  });

  it('reads what aeon reads: comments with %, spaces before @, True and False', () => {
    const head = [
      '% a',
      '',
      ' %b',
      '  @problemName T',
      '@timeStamps False',
      '@univariate True',
      '\t@classLabel True a b',
      '@data',
    ];
    expect(parseSeriesHeader(head, 't.ts')).toEqual({
      name: 'T',
      channels: 1,
      classes: ['a', 'b'],
      lines: 8,
    });
    expect(() => parseSeriesHeader(changed(3, '@timeStamps True'), 'toy.ts')).toThrow(
      'toy.ts:3:1: @timeStamps is true, expected false: only evenly sampled series are read',
    );
  });

  it('isComment knows lines that hold nothing', () => {
    expect(['', ' ', '# a', ' % b', '@data', '1,2:a'].map(isComment)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([
    [
      'an empty file',
      [''],
      'toy.ts:1:1: the file is empty, expected a .ts file that begins with @problemName',
    ],
    [
      'a file without @data',
      lines.slice(0, -1),
      'toy.ts:7:1: the file ends without @data, expected it before the cases',
    ],
    [
      'values before @data',
      changed(5, '1,2,3:4,5,6:n'),
      'toy.ts:5:1: there are values before @data, expected a line that begins with @ or #',
    ],
    [
      'an unknown keyword',
      changed(5, '@dimension_s 2'),
      'toy.ts:5:1: @dimension_s is unknown, expected one of @problemName, @timeStamps, @missing, @univariate, @dimensions, @equalLength, @seriesLength, @classLabel, @data',
    ],
    [
      'a file without classes',
      changed(7, '@classLabel false'),
      'toy.ts:7:1: @classLabel is "false", expected "true" and the names of two classes or more: without classes there is nothing to learn',
    ],
    [
      'time stamps',
      changed(3, '@timeStamps true'),
      'toy.ts:3:1: @timeStamps is true, expected false: only evenly sampled series are read',
    ],
    [
      'a length that is no number',
      changed(6, '@seriesLength many'),
      'toy.ts:6:1: @seriesLength is "many", expected a whole number above 0',
    ],
    [
      'no channels',
      changed(5, '@dimensions 0'),
      'toy.ts:5:1: @dimensions is "0", expected a whole number above 0',
    ],
    [
      'measured targets',
      changed(7, '@targetlabel true'),
      'toy.ts:7:1: @targetLabel is true, expected @classLabel: measured values are no classes; make classes of them, as low and high',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseSeriesHeader(text, 'toy.ts')).toThrow(
      expect.objectContaining({ name: 'DataError', message }) as Error,
    );
  });
});
