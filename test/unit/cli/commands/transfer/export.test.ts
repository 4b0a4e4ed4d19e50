import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../../src/cli/commands/transfer/export.ts';
import { captured } from '../../../../captured.ts';
import { eosPipeline } from '../../../../command-line.ts';
import { listIn } from '../../../../exported.ts';
import { longStage } from '../../../../long-stage.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { smallProject } from '../../../../small-project.ts';

describe('export', () => {
  it('exports what the lock file names, or the targets, and says what the folder holds', async () => {
    const cwd = projectFolder(smallProject);
    await eosPipeline(cwd, 'repro');
    const folder = join(cwd, 'all');
    const all = await captured(() => run([folder], { cwd, color: false }));
    expect(all).toMatchObject({ exitCode: 0 });
    expect(all.text).toMatch(
      /^.*all holds 5 results, \d+ B, and 0 checkpoints; "eos-pipeline import" takes them elsewhere\n$/,
    );
    const some = await captured(() =>
      run([join(cwd, 'some'), 'power[value=2]'], { cwd, color: false, json: true }),
    );
    expect(JSON.parse(some.text)).toMatchObject({ type: 'export', results: 2, damaged: [] });
    expect(listIn(join(cwd, 'some')).results.map(({ instance }) => instance)).toEqual([
      'number[value=2]',
      'power[value=2]',
    ]);
  });

  it('takes the state of what was interrupted along, and with --no-checkpoints not', async () => {
    const cwd = projectFolder({
      'pipeline.yaml':
        'version: 1\nstages: { long: { uses: ./long.js, with: { steps: 10000, stepMs: 5, saveEvery: 1, generation: 1 } } }\n',
      'package.json': '{ "type": "module" }',
      'long.js': longStage(),
    });
    expect(await eosPipeline(cwd, 'repro', '--time-budget', '3s')).toMatchObject({ exitCode: 4 });
    const [all, results] = [
      await eosPipeline(cwd, 'export', 'all'),
      await eosPipeline(cwd, 'export', 'results', '--no-checkpoints'),
    ];
    expect(all.stdout).toMatch(/holds 0 results, .* and 1 checkpoint;/);
    expect(results.stdout).toMatch(/holds 0 results, 0 B, and 0 checkpoints;/);
  });

  it('refuses a folder that holds something else, and a target that is none', async () => {
    const cwd = projectFolder(smallProject);
    writeFileSync(join(cwd, 'thesis.tex'), '');
    const into = (folder: string, ...targets: string[]) => run([folder, ...targets], { cwd, color: false });
    await expect(into(cwd)).rejects.toMatchObject({ exitCode: 2 });
    await expect(into(join(cwd, 'new'), 'nope')).rejects.toMatchObject({ exitCode: 2 });
    expect(existsSync(join(cwd, 'new'))).toBe(false);
  });
});
