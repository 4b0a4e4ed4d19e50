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
});
