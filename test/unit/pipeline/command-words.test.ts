import { describe, expect, it } from 'vitest';
import { variablesOf, wordsOf } from '../../../src/pipeline/command-words.ts';

describe('variablesOf', () => {
  it.each([
    ['echo $MYVAR', ['MYVAR']],
    ['echo "${MYVAR:-1} ${#OTHER}"', ['MYVAR', 'OTHER']],
    ["bash -c 'echo $MYVAR'", ['MYVAR']],
    ["bash -euc 'echo $MYVAR'", ['MYVAR']],
    ['X=1 env | grep $Y', ['Y']],
    ['cat "$EOS_INPUT_A" > $EOS_OUTPUT/x', ['EOS_INPUT_A', 'EOS_OUTPUT']],
  ])('finds in %s %j', (command, names) => {
    expect(variablesOf(command)).toEqual(names);
  });

  it.each([
    "awk '{ print $NF, $name }' x",
    String.raw`echo \$MYVAR "\${MYVAR}"`,
    'for file in a b; do echo $file; done',
    'ls | while read -r file rest; do echo "$file $rest"; done',
    'x=1; y[0]=2; z+=a; echo $x $y $z',
    'export X; local Y=1; echo $X $Y',
    'echo ${X:=1} $X',
    'echo $1 $? $@ $# $RANDOM $PWD ${BASH_SOURCE[0]} ${PIPESTATUS[@]}',
    'source settings.sh; echo $MYVAR',
    '. settings.sh; echo $MYVAR',
    'while getopts ab: flag; do echo $flag; done; printf -v text x; echo $text',
  ])('finds nothing in %s', (command) => {
    expect(variablesOf(command)).toEqual([]);
  });
});

describe('wordsOf', () => {
  it.each([
    ['bash do.sh', ['bash', 'do.sh']],
    ['./x.sh --all -v', ['./x.sh']],
    ['python tool.py --table=lib/a.csv', ['python', 'tool.py', 'lib/a.csv']],
    ['sort < "lib/a.csv" | uniq', ['sort', 'lib/a.csv', 'uniq']],
    ["bash -c 'sh do.sh; cat a.txt'", ['bash', 'sh', 'do.sh', 'cat', 'a.txt']],
    ['cat a.txt > b.txt 2> log.txt; echo x >> "c.txt"', ['cat', 'a.txt', 'echo', 'x']],
    ['cp $EOS_INPUT_A/x "$EOS_OUTPUT"; curl https://example.org/a *.txt', ['cp', 'curl']],
  ])('takes of %s the words %j', (command, words) => {
    expect(wordsOf(command)).toEqual(words);
  });
});
