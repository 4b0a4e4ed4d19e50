import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readLines } from '../../../../src/datasets/text/read-lines.ts';
import { collect } from '../../../collect.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function lines(text: string): Promise<string[]> {
  const path = join(temporaryFolder(), 'a.txt');
  writeFileSync(path, text);
  return collect(readLines({ path, name: 'a.txt' }, { advice: 'put it there' }));
}

it('readLines knows the line ends of all systems', async () => {
  expect(await lines('a\nb\r\n\nc')).toEqual(['a', 'b', '', 'c']);
  expect(await lines('a\rb\r')).toEqual(['a', 'b']);
  expect(await lines('')).toEqual([]);
});

it('readLines joins lines that are longer than a piece of the file', async () => {
  const long = 'x'.repeat(200_000);
  expect(await lines(`${long}\n${long}y\n`)).toEqual([long, `${long}y`]);
});
