import { describe, expect, it } from 'vitest';
import { excerpt, FaultsError } from '../../../../src/pipeline/faults/fault.ts';

describe('excerpt', () => {
  it('underlines a part of a numbered line', () => {
    expect(excerpt('  uses: x.ts', 9, 4, 12)).toBe(['  12 |   uses: x.ts', '     |         ^^^^'].join('\n'));
  });

  it('keeps tabs before the underline, so that it stays below its part', () => {
    expect(excerpt('\tkey: value', 7, 5, 1)).toBe(['  1 | \tkey: value', '    | \t     ^^^^^'].join('\n'));
  });

  it('underlines no further than the line goes', () => {
    expect(excerpt('abc', 2, 40)).toBe('  abc\n   ^^');
  });

  it('cuts a long line around the underlined part', () => {
    const line = `${'a'.repeat(100)}HERE${'b'.repeat(100)}`;
    expect(excerpt(line, 101, 4)).toBe(
      `  …${'a'.repeat(40)}HERE${'b'.repeat(66)}…\n   ${' '.repeat(40)}^^^^`,
    );
  });
});

describe('FaultsError', () => {
  it('shows every fault with its place, its line, what was expected and the next step', () => {
    const error = new FaultsError([
      {
        location: { file: 'pipeline.yaml', line: 2, column: 3 },
        message: 'wrong value of title',
        expected: 'text, received 3',
        excerpt: '  2 | title: 3',
      },
      { message: 'there is no stage "x"', hint: 'did you mean "y"?', excerpt: '  x\n  ^' },
    ]);
    expect(error.message).toBe(
      [
        'pipeline.yaml:2:3: wrong value of title',
        '  2 | title: 3',
        '  expected text, received 3',
        '',
        'there is no stage "x"',
        '  x',
        '  ^',
        '  did you mean "y"?',
        '',
        '2 faults; nothing was run.',
      ].join('\n'),
    );
    expect(error.location).toEqual({ file: 'pipeline.yaml', line: 2, column: 3 });
    expect(error.exitCode).toBe(2);
  });

  it('counts a single fault in the singular', () => {
    expect(new FaultsError([{ message: 'm', excerpt: 'e' }]).message).toBe(
      'm\ne\n\n1 fault; nothing was run.',
    );
  });
});
