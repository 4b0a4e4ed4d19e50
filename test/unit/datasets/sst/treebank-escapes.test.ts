import { expect, it } from 'vitest';
import { undoEscapes } from '../../../../src/datasets/sst/treebank-escapes.ts';

it('undoEscapes writes brackets, slashes, asterisks and quotation marks as people do', () => {
  expect(undoEscapes("`` A writer\\/director -LRB- \\*\\*\\* -RRB- '' 2 1\\/2")).toBe(
    '" A writer/director ( *** ) " 2 1/2',
  );
  expect(undoEscapes('-LSB- x -RSB- -LCB- y -RCB-')).toBe('[ x ] { y }');
});

it('undoEscapes leaves everything else', () => {
  for (const phrase of ["it's the '90s ''", 'a \\ b', '-lrb-', 'x``y'])
    expect(undoEscapes(phrase)).toBe(phrase.replace(/ ''$/, ' "'));
});
