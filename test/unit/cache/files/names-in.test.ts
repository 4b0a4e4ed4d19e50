import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bytesText, namesIn, notUtf8In } from '../../../../src/cache/files/names-in.ts';
import { projectFolder } from '../../../project-folder.ts';

it('lists a folder, and nothing where there is none', () => {
  const folder = projectFolder({ x: '', 'y/z': '' });
  expect(namesIn(folder).sort()).toEqual(['x', 'y']);
  expect(namesIn(join(folder, 'missing'))).toEqual([]);
  expect(namesIn(join(folder, 'x'))).toEqual([]);
});

it.runIf(process.platform === 'linux')(
  'are names whose bytes are no characters, not those that only look so',
  () => {
    const folder = projectFolder({ 'caf\uFFFD': '' });
    expect(notUtf8In(folder, readdirSync(folder))).toEqual([]);
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'caf')), Buffer.from([0xe9])]), '');
    expect(notUtf8In(folder, readdirSync(folder)).map(bytesText)).toEqual(['caf\\xe9']);
  },
);
