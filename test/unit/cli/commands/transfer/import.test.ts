import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../../src/cli/commands/transfer/import.ts';
import { captured } from '../../../../captured.ts';
import { eosPipeline } from '../../../../command-line.ts';
import { projectFolder } from '../../../../project-folder.ts';
import { smallProject } from '../../../../small-project.ts';
import { flipBit } from '../../../../temporary-cache.ts';

describe('import', () => {
  it('takes everything to another clone, which then has nothing to run and the same results', async () => {
    const here = projectFolder(smallProject);
    await eosPipeline(here, 'repro');
    await eosPipeline(here, 'export', 'carried');
    const there = projectFolder(smallProject);
    const taken = await captured(() => run([join(here, 'carried')], { cwd: there, color: false }));
    expect(taken).toMatchObject({ exitCode: 0 });
    expect(taken.text).toMatch(
      /^took 5 results \(\d+ B\) and 0 checkpoints; "eos-pipeline repro" goes on from there\n$/,
    );
    expect((await eosPipeline(there, 'repro')).stdout).toContain('nothing to do: 5 instances');
    for (const file of ['pipeline.lock', 'reports/index.html'])
      expect(readFileSync(join(there, file), 'utf8')).toBe(readFileSync(join(here, file), 'utf8'));
  });

  it('refuses a folder without an export, or one whose list is damaged, and takes nothing', async () => {
    const cwd = projectFolder(smallProject);
    const from = (folder: string) => run([folder], { cwd, color: false });
    await expect(from(cwd)).rejects.toMatchObject({ exitCode: 2, message: `${cwd} holds no export` });
    await eosPipeline(cwd, 'repro');
    await eosPipeline(cwd, 'export', 'carried');
    const list = join(cwd, 'carried/export.json');
    writeFileSync(list, flipBit(readFileSync(list)));
    await expect(from(join(cwd, 'carried'))).rejects.toMatchObject({ exitCode: 2 });
  });
});
