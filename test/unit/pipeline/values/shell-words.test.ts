import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWords } from '../../../../src/pipeline/values/shell-words.ts';
import type { JsonObject } from '../../../../src/pipeline/values/json.ts';
import { evaluate, parseTemplate } from '../../../../src/pipeline/values/reference.ts';

const nasty = `it's "$HOME"; rm -rf x #\n`;

function command(text: string, params: JsonObject = { x: nasty }): string {
  const template = parseTemplate(text);
  return evaluate(template, { params, matrix: {} }, shellWords(template)) as string;
}

describe('wordsOf', () => {
  it('fills in simple values as they are, inside quotes too', () => {
    const params = { n: 3, t: true, x: 'a/b-c.txt' };
    expect(
      command(`cp \${{ params.x }} "\${{ params.n }}" '\${{ params.t }}' # \${{ params.x }}`, params),
    ).toBe(`cp a/b-c.txt "3" 'true' # a/b-c.txt`);
  });

  it.skipIf(process.platform === 'win32')(
    'makes one word of any other value, wherever no quotes are around it',
    () => {
      for (const text of [
        'printf %s ${{ params.x }}',
        'x=${{ params.x }}; printf %s "$x"',
        `true 'a'"b" \\' && printf %s \${{ params.x }}`,
        "echo it > /dev/null # isn't\nprintf %s ${{ params.x }}",
        "y=$'a\\'b'; printf %s ${{ params.x }}",
        'cat <<< ${{ params.x }} | head -c -1',
      ])
        expect(execFileSync('bash', ['-c', command(text)], { encoding: 'utf8' })).toBe(nasty);
    },
  );

  it('makes a word of each item of a list, and none of an empty one', () => {
    expect(command('prog ${{ params.flags }} end', { flags: ['-a', 'b c', 3] })).toBe(`prog -a 'b c' 3 end`);
    expect(command('prog ${{ params.flags }} end', { flags: [] })).toBe('prog  end');
    expect(command('prog ${{ params.x }}', { x: '' })).toBe(`prog ''`);
  });

  it.each([
    'echo "${{ params.x }}"',
    "echo '${{ params.x }}'",
    "echo $'${{ params.x }}'",
    'echo # ${{ params.x }}',
    'cat <<END\n${{ params.x }}\nEND',
    'echo `echo ${{ params.x }}`',
    'echo "$(echo ${{ params.x }})"',
    'echo $${{ params.x }}',
    'echo \\${{ params.x }}',
  ])('refuses it where something is around the reference: %s', (text) => {
    expect(() => command(text)).toThrow(
      `${JSON.stringify(nasty)} cannot stand inside quotes, a comment or a here-document of a command: the shell gives its characters a meaning`,
    );
  });

  it.each<[JsonObject, string]>([
    [{ x: null }, 'the reference is null, which cannot stand in a command'],
    [{ x: { a: 1 } }, 'the reference is a map, which cannot stand in a command'],
    [{ x: [[1]] }, 'the reference is a list of lists, which cannot stand in a command'],
    [{ x: 'a\0b' }, 'the value holds a NUL character, which a command cannot be handed'],
  ])('refuses %j', (params, message) => {
    expect(() => command('echo ${{ params.x }}', params)).toThrow(message);
  });
});
