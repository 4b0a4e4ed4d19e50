import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { clientScript } from '../../../../src/report/page/client-script.ts';
import { notices, folderOfPackage } from '../../../../src/report/page/notices.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('the notices name every package that a page holds, with its licence', () => {
  const { packages } = clientScript();
  const text = notices(packages);
  expect(packages.length).toBeGreaterThan(30);
  const names = packages.map((folder) => folder.replace(/.*node_modules\//, ''));
  for (const name of [...names, '@fontsource/source-sans-3', '@fontsource/source-serif-4', 'katex'])
    expect(text).toMatch(new RegExp(`(?:^|, )${name} \\d`, 'm'));
  expect(text).toContain('SIL OPEN FONT LICENSE Version 1.1');
  expect(text).toContain('Copyright (c) 2015-');
});

it('a package without a licence file may be in no page', () => {
  const folder = join(temporaryFolder(), 'node_modules/bare');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "bare", "version": "1.0.0", "license": "MIT" }');
  expect(() => notices([folder])).toThrow(
    'bare 1.0.0 (MIT) has no licence file, so that no page may hold it',
  );
});

it('a file belongs to the innermost package that it lies in', () => {
  const places = ['/p/node_modules/a/node_modules/@b/c/lib/x.js', '/p/node_modules/a/x.js', '/p/src/x.js'];
  expect(places.map((place) => folderOfPackage(resolve(place)))).toEqual([
    '/p/node_modules/a/node_modules/@b/c',
    '/p/node_modules/a',
    undefined,
  ]);
});
