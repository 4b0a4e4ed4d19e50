import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { guessCsv, type CsvGuess } from '../../../../src/datasets/inspect/guess-csv.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function guess(text: string): Promise<CsvGuess> {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, text);
  return guessCsv({ path, name: 'a.csv' });
}

it.each([
  ['a,b,y\n1,2,u\n3,4,v\n', ',', true],
  ['1.5;2;u\n3;4;v\n', ';', false],
  ['a\tb\n1\t2\n', '\t', true],
  ['a|b|c\nx|y|z\n', '|', true],
  ['5.1,3.5,setosa\n4.9,3.0,setosa\n', ',', false],
  ['0,1,2,label\n5,6,7,a\n8,9,1,b\n', ',', true],
  ['"a;b","c"\n1,2\n', ',', true],
  ['x\n1\n2\n', ',', true],
  ['7,a\n?,b\n', ',', false],
  ['  18.0   8 "a b"\n 15     10 c\n', ' ', false],
  ['two words,one\nx y,z\n', ',', true],
])('guessCsv guesses how %j is written', async (text, delimiter, header) => {
  expect(await guess(text)).toEqual({ delimiter, header });
});
