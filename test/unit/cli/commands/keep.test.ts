import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run as diff } from '../../../../src/cli/commands/diff.ts';
import { run as gc } from '../../../../src/cli/commands/gc.ts';
import { run as keep } from '../../../../src/cli/commands/keep.ts';
import { run as report } from '../../../../src/cli/commands/report.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';
import { reportProject } from '../../../report-project.ts';
import { smallProject } from '../../../small-project.ts';

/** The commands of a project, in this process. */
function commands(cwd: string) {
  const options = { cwd, color: false };
  const said = async (work: () => number | Promise<number>) => (await captured(work)).text;
  return {
    keep: (name?: string, remove?: string) =>
      said(() => keep(name === undefined ? [] : [name], { ...options, ...(remove && { remove }) })),
    gc: (keepCurrent = false) =>
      said(() => gc([], { ...options, keepDays: 0, quarantineDays: 30, keepCurrent })),
    diff: (against: string, report = false) => said(() => diff([against], { ...options, report })),
    compare: (compare: string, more: { format?: 'markdown'; exitCode?: boolean; cacheDir?: string } = {}) =>
      captured(() => report([], { ...options, compare, ...more })),
  };
}

describe('keep', () => {
  it('keeps what gc would remove, lists it, and keeps it no more', async () => {
    const folder = projectFolder(smallProject);
    const project = commands(folder);
    expect(await messageOf(project.keep('fifth'), folder)).toContain('there are no results to keep');
    await eosPipeline(folder, '--set', 'params.power=5');
    expect(await project.keep('fifth')).toMatch(
      /^kept 5 results as fifth in \S*kept\/fifth\.lock; gc leaves them\./,
    );
    await eosPipeline(folder);
    expect(await project.keep()).toBe('name   results  in the cache\nfifth        5             5\n');
    expect(await project.gc()).toMatch(/kept 8 results with 8 outputs/);
    expect(await project.gc(true)).toMatch(/kept 8 results with 8 outputs/);
    expect(await project.diff('fifth')).toContain('parameter power: 5 → 2');
    expect(await messageOf(project.keep(undefined, 'fith'), folder)).toContain('nothing is kept as "fith"');
    await project.keep(undefined, 'fifth');
    expect(await project.keep()).toBe('nothing is kept yet: eos-pipeline keep NAME\n');
    expect(await project.gc()).toMatch(/kept 5 results with 5 outputs/);
  });

  it('overwrites nothing that is kept under the name, and takes no name that is no file name', async () => {
    const folder = projectFolder(smallProject);
    const project = commands(folder);
    await eosPipeline(folder);
    await project.keep('one');
    expect(await project.keep('one')).toContain('kept 5 results as one');
    await eosPipeline(folder, '--set', 'params.power=5');
    const before = readFileSync(join(folder, 'kept/one.lock'), 'utf8');
    expect(await messageOf(project.keep('one'), folder)).toContain('one holds other results already');
    expect(readFileSync(join(folder, 'kept/one.lock'), 'utf8')).toBe(before);
    expect(await messageOf(project.keep('../one'), folder)).toContain('cannot be the name of a result');
  });

  it('compares the report with a kept one, which the cache still has; says where it has not', async () => {
    const { folder } = reportProject();
    const project = commands(folder);
    const { compare } = project;
    await eosPipeline(folder);
    await project.keep('first');
    const numbers = join(folder, 'numbers.json');
    const before = JSON.parse(readFileSync(numbers, 'utf8')) as { totals: { paper: number } };
    before.totals.paper = 369;
    writeFileSync(numbers, JSON.stringify(before));
    await eosPipeline(folder);
    const text = await compare('first');
    expect(text.text).toMatch(/totals, paper +368 +369 +×1\.003/);
    expect(text.exitCode).toBe(0);
    const markdown = await compare('first', { format: 'markdown', exitCode: true });
    expect(markdown.text).toContain('| totals, paper | 368 | 369 | ×1.003 |');
    expect(markdown.exitCode).toBe(1);
    expect(await project.diff('first', true)).toMatch(/^~ report\n[^]*totals, paper +368 +369/);
    expect(await compare('reports', { exitCode: true })).toMatchObject({ exitCode: 0 });
    expect(await messageOf(compare('second'), folder)).toContain('there is no report "second"');
    const cacheDir = join(folder, 'elsewhere');
    mkdirSync(cacheDir);
    expect(await messageOf(compare('first', { cacheDir }), folder)).toContain(
      'the report of first is not in the cache',
    );
  });
});

describe('repro --publish-to', () => {
  it('leaves what is published and the lock file as they are; gc keeps the trial while its lock file is there', async () => {
    const folder = projectFolder(smallProject);
    const project = commands(folder);
    await eosPipeline(folder);
    const read = (path: string) => readFileSync(join(folder, path), 'utf8');
    const [lock, page] = [read('pipeline.lock'), read('reports/index.html')];
    const trial = await eosPipeline(folder, '--set', 'params.power=5', '--publish-to', 'trials/fifth');
    expect(trial.stdout).toContain('published: trials/fifth/index.html');
    expect([read('pipeline.lock'), read('reports/index.html')]).toEqual([lock, page]);
    expect(read('trials/fifth/index.html')).toBe('32\n243\n');
    expect(await project.diff(join(folder, 'trials/fifth.lock'))).toContain('parameter power: 5 → 2');
    expect(await project.gc()).not.toContain('forgot');
    rmSync(join(folder, 'trials'), { recursive: true });
    expect(await project.gc()).toContain(
      `forgot the project ${folder}: the lock file of a trial was removed`,
    );
    expect([read('pipeline.lock'), read('reports/index.html')]).toEqual([lock, page]);
  });

  it('refuses a folder that is not the pipeline’s to replace', async () => {
    const folder = projectFolder(smallProject);
    const { exitCode, stderr } = await eosPipeline(folder, '--publish-to', 'kept');
    // A long line is cut.
    expect(stderr).toContain('which holds the kept results\n  --publish-to /');
    expect(exitCode).toBe(2);
  });
});
