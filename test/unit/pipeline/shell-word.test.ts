import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../src/pipeline/shell-word.ts';

describe('shellWord', () => {
  it.each(['analyze/all', 'params.width=3', '../a-b_c,d:e@f%g+h'])(
    'leaves a plain word as it is: %s',
    (text) => {
      expect(shellWord(text)).toBe(text);
    },
  );

  it
    .skipIf(process.platform === 'win32')
    .each([
      'train[experiment=a,size=60]',
      'it\'s $HOME `x` "y" \\',
      'a b',
      '*',
      '~',
      '',
      '\n',
      '!!',
      '{a,b}',
    ])('quotes a text so that the plainest shell gives it back: %s', (text) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
  });
});
