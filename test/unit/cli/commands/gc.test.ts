import { describe, expect, it } from 'vitest';
import { run } from '../../../../src/cli/commands/gc.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

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
});
