import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isShellWord, shellQuote } from '../../../../src/pipeline/values/shell-quote.ts';

describe('shellQuote', () => {
  it('leaves simple words as they are', () => {
    for (const word of ['a', '0.1', '-x', 'a/b.c', 'k=v', '50%', 'a,b:c@d+e', '\u00e9t\u00e9'])
      expect([isShellWord(word), shellQuote(word)]).toEqual([true, word]);
  });

  it.skipIf(process.platform === 'win32')('lets bash read any text as the one word that it is', () => {
    const texts = [
      '',
      ' ',
      "it's",
      '"x"',
      '$HOME',
      '`id`',
      '$(id)',
      'a;b',
      'a\nb',
      '~',
      '*',
      '\\',
      '!x',
      '#c',
      "'",
      '{a,b}',
      '\u001b[2J',
    ];
    const script = `printf '%s\\0' ${texts.map(shellQuote).join(' ')}`;
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(
      texts,
    );
  });
});
