import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eosPipeline } from '../../../command-line.ts';
import { crateProblems } from '../../../crate-problems.ts';
import { git } from '../../../git.ts';
import { reportProject } from '../../../report-project.ts';

const said = (folder: string): string => readFileSync(join(folder, 'reports/publication.js'), 'utf8');

describe('what is written beside a published report', () => {
  it('is a crate that ro-crate-js finds valid and complete, and follows the commit, without making anything stale', async () => {
    const { folder } = reportProject({ '.gitignore': 'cache/\nreports/\n' });
    git(folder, 'init');
    git(folder, 'add', '.');
    git(folder, 'commit', '--message', 'one');
    expect(await eosPipeline(folder)).toMatchObject({ exitCode: 0 });
    expect(await crateProblems(join(folder, 'reports'))).toEqual([]);
    expect(said(folder)).toContain(`"${git(folder, 'rev-parse', 'HEAD')}"`);
    // What the pipeline writes itself, pipeline.lock, is no change of the project.
    git(folder, 'add', '.');
    git(folder, 'commit', '--message', 'two');
    const after = await eosPipeline(folder);
    expect(after.stdout).toContain('nothing to do: 2 instances up to date');
    expect(said(folder)).toContain(`"${git(folder, 'rev-parse', 'HEAD')}"`);
    writeFileSync(join(folder, 'notes.txt'), 'not committed');
    await eosPipeline(folder, '--force');
    expect(said(folder)).toContain('with changes that are not in it');
    expect((await eosPipeline(folder, 'status', '--check')).exitCode).toBe(0);
  });

  it('is written again where it is gone, and the folder with it is the published one', async () => {
    const { folder } = reportProject();
    await eosPipeline(folder);
    expect(said(folder)).toContain('unknown: the project is at no commit of git');
    const crate = readFileSync(join(folder, 'reports/ro-crate-metadata.json'));
    rmSync(join(folder, 'reports/ro-crate-metadata.json'));
    expect((await eosPipeline(folder)).stdout).toContain('nothing to do');
    expect(readFileSync(join(folder, 'reports/ro-crate-metadata.json'))).toEqual(crate);
    writeFileSync(join(folder, 'reports/index.html'), 'edited');
    expect((await eosPipeline(folder)).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'reports/index.html'), 'utf8')).toBe('page\n');
    expect(existsSync(join(folder, 'reports/publication.js'))).toBe(true);
  });

  it('is not written beside what is no report, nor over a file of the same name', async () => {
    const own = '{ "mine": true }';
    const { folder } = reportProject({ 'own.json': own });
    const pipeline = readFileSync(join(folder, 'pipeline.yaml'), 'utf8');
    const changed = pipeline
      .replace('numbers: { file: numbers.json }', 'numbers: { file: numbers.json }, own: { file: own.json }')
      .replace('run: mkdir', 'run: cp "$EOS_INPUT_OWN" "$EOS_OUTPUT/ro-crate-metadata.json"; mkdir');
    writeFileSync(join(folder, 'pipeline.yaml'), changed);
    expect(await eosPipeline(folder)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, 'reports/ro-crate-metadata.json'), 'utf8')).toBe(own);
    expect(existsSync(join(folder, 'reports/publication.js'))).toBe(false);
    writeFileSync(join(folder, 'numbers.json'), '{}');
    expect(await eosPipeline(folder)).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(folder, 'reports/publication.js'))).toBe(false);
  });
});
