import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputPlaces } from '../../../../../src/execution/worker/sandbox/input-places.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { sandboxedCommand, withData } from '../../../../sandboxed-job.ts';

describe('inputPlaces', () => {
  it('shows an input, and where links in it lead, from link to link', () => {
    const job = withData(
      sandboxedCommand('bubblewrap', 'true', {
        'data/a': '',
        'other/b': '',
        'other/deep/c': '',
        'third/d': '',
      }),
      'data',
    );
    const root = job.projectRoot;
    symlinkSync('../other/deep', join(root, 'data/deep'));
    symlinkSync('a', join(root, 'data/inside'));
    symlinkSync('none', join(root, 'data/nowhere'));
    symlinkSync(join(root, 'third/d'), join(root, 'other/deep/d'));
    symlinkSync('.', join(root, 'other/deep/round'));
    const places = inputPlaces(job).map(({ from, to }) => [from, to].map((path) => path.replace(root, '')));
    expect(places).toEqual([
      ['/data', '/data'],
      ['/other/deep', '/other/deep'],
      ['/third/d', '/third/d'],
    ]);
  });

  it('shows an input that is a link under its name', () => {
    const root = projectFolder({ 'big.csv': '' });
    const job = withData(sandboxedCommand('bubblewrap', 'true'), 'table.csv');
    symlinkSync(join(root, 'big.csv'), join(job.projectRoot, 'table.csv'));
    expect(inputPlaces(job)).toEqual([
      { from: join(root, 'big.csv'), to: join(job.projectRoot, 'table.csv') },
    ]);
  });
});
