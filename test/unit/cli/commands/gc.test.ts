import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../src/cli/commands/gc.ts';
import { removeTree } from '../../../../src/cache/files/remove-tree.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('gc', () => {
  it('keeps what the pipeline reaches under any profile, and removes the rest; with --dry-run it only says so', async () => {
    const folder = projectFolder(smallProject);
    for (const args of [['--set', 'params.power=5'], ['--profile', 'cubes'], []])
      await eosPipeline(folder, ...args);
    const gc = async (more: { dryRun?: boolean; json?: boolean; keepDays?: number }): Promise<string> =>
      (await captured(() => run([], { cwd: folder, color: false, keepDays: 0, quarantineDays: 30, ...more })))
        .text;
    expect(await gc({ keepDays: 1 })).toMatch(/^freed 0 B; kept 11 results with 11 outputs, /);
    expect(await gc({ dryRun: true })).toMatch(
      /^action-record +3 .*\n[^]*would free .*; would keep 8 results with 8 outputs, /m,
    );
    expect(JSON.parse(await gc({ json: true }))).toMatchObject({
      type: 'gc',
      dryRun: false,
      kept: { records: 8, outputs: 8 },
    });
    expect(await gc({})).toMatch(/^freed 0 B; kept 8 results with 8 outputs, /);
    // Both profiles come back from the cache; the removed configuration runs again.
    expect((await eosPipeline(folder)).stdout).toMatch(/^nothing to do/);
    expect((await eosPipeline(folder, '--profile', 'cubes')).stdout).toMatch(/^nothing to do/);
    expect((await eosPipeline(folder, '--set', 'params.power=5')).stdout).toMatch(/3 ran, 2 up to date/);
  });

  it('keeps under --keep-current only what the lock file and the profile in force reach', async () => {
    const folder = projectFolder(smallProject);
    for (const profile of ['cubes', 'squares']) await eosPipeline(folder, '--profile', profile);
    const gc = (...args: string[]): ReturnType<typeof eosPipeline> => eosPipeline(folder, 'gc', ...args);
    expect((await gc()).stdout).toMatch(/kept 8 results with 8 outputs/);
    expect(await gc('--keep-current', '--keep-days', '3')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "error: option '--keep-current' cannot be used with option '--keep-days <days>'\n",
    });
    // The lock file still holds the other profile's results.
    expect((await gc('--keep-current', '--profile', 'cubes')).stdout).toMatch(
      /kept 8 results with 8 outputs/,
    );
    expect((await gc('--keep-current')).stdout).toMatch(/kept 5 results with 5 outputs/);
    expect((await eosPipeline(folder)).stdout).toMatch(/^nothing to do/);
    expect((await eosPipeline(folder, '--profile', 'cubes')).stdout).toMatch(/3 ran, 2 up to date/);
  });

  describe('in a cache that several projects use', () => {
    const gc = (cwd: string, cacheDir: string, more: { forget?: string[]; dryRun?: boolean } = {}) =>
      captured(() => run([], { cwd, cacheDir, color: false, keepDays: 0, quarantineDays: 30, ...more }));

    async function twoProjects() {
      const [above, one] = [temporaryFolder(), projectFolder(smallProject)];
      const [cache, two] = [join(above, 'cache'), join(above, 'two')];
      writeProject(two, { ...smallProject, 'unit.txt': 'other\n' });
      for (const project of [two, one]) {
        const ended = await eosPipeline(project, '--cache-dir', cache);
        expect([ended.exitCode, ended.stderr]).toEqual([0, '']);
      }
      return { cache, one, two };
    }

    it('keeps what each of them reaches', async () => {
      const { cache, one, two } = await twoProjects();
      expect((await gc(one, cache)).text).toMatch(/^freed 0 B; kept 7 results with 5 outputs, /);
      expect((await eosPipeline(two, '--cache-dir', cache)).stdout).toMatch(/^nothing to do/);
    });

    it('refuses where it cannot tell what one needs, until it is told to forget it', async () => {
      const { cache, one, two } = await twoProjects();
      rmSync(join(two, 'pipeline.lock'));
      await expect(gc(one, cache)).rejects.toEqual(
        new PipelineError(
          'cache-locked',
          `another project uses the cache ${cache}, and what it needs cannot be told: ${two}: it has no lock file ${two}/pipeline.lock yet`,
          {
            hint: `Nothing was removed. Run eos-pipeline in that project; or, if its results may go: eos-pipeline gc --forget ${two}`,
          },
        ),
      );
      expect((await gc(one, cache, { forget: [two], dryRun: true })).text).toMatch(
        `would forget the project ${two}: as --forget says\n`,
      );
      const forgotten = (await gc(one, cache, { forget: [two] })).text;
      expect(forgotten).toMatch(`forgot the project ${two}: as --forget says\n`);
      expect(forgotten).toMatch(/kept 5 results with 5 outputs, /);
      await expect(gc(one, cache, { forget: [two] })).rejects.toEqual(
        new PipelineError('bad-argument', `--forget ${two}: no such project uses the cache ${cache}`, {
          hint: 'No other project uses it.',
        }),
      );
      expect((await eosPipeline(two, '--cache-dir', cache)).stdout).toMatch(/2 ran, 3 up to date/);
      expect((await gc(one, cache)).text).toMatch(/^freed 0 B; kept 7 results/);
    });

    it('forgets one whose folder was removed, and says so', async () => {
      const { cache, one, two } = await twoProjects();
      removeTree(two);
      expect((await gc(one, cache)).text).toMatch(`forgot the project ${two}: its folder was removed\n`);
      expect((await gc(one, cache)).text).toMatch(/^freed 0 B; kept 5 results with 5 outputs, /);
    });
  });
});
