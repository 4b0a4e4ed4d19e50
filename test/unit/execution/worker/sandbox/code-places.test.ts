import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codePlaces } from '../../../../../src/execution/worker/sandbox/code-places.ts';
import { signatureAt } from '../../../../../src/cache/files/signature.ts';
import { sandboxedStage } from '../../../../sandboxed-job.ts';

it('shows the code of a stage, packages and package.json from there upwards, links as links, and the engine', () => {
  const job = sandboxedStage(
    'bubblewrap',
    '',
    { 'lib/help.js': '', 'lib/package.json': '{}', 'shared/x.js': '' },
    ['lib/help.js'],
  );
  const root = job.projectRoot;
  mkdirSync(join(root, 'node_modules'));
  symlinkSync('../shared', join(root, 'lib/shared'));
  const link = join(root, 'lib/shared');
  const { places, links } = codePlaces({ ...job, codeFiles: [...job.codeFiles, [link, signatureAt(link)!]] });
  const shown = places.map(({ to }) => to);
  const inProject = shown.filter((path) => path.startsWith(root)).map((path) => path.slice(root.length + 1));
  expect(inProject.sort()).toEqual([
    'lib/help.js',
    'lib/package.json',
    'node_modules',
    'package.json',
    'stage.js',
  ]);
  expect(links).toEqual([{ path: link, target: '../shared' }]);
  expect(shown.filter((path) => /\/src\/(execution|cache|pipeline)$/.test(path))).toHaveLength(3);
  expect(shown.filter((path) => /\/src\/(numerics|report)/.test(path))).toEqual([]);
});
