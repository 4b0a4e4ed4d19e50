import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../src/cli/commands/verify.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline } from '../../../command-line.ts';
import { projectFolder } from '../../../project-folder.ts';
import { smallProject } from '../../../small-project.ts';

describe('verify', () => {
  it('says that there is nothing to verify', async () => {
    const folder = projectFolder({});
    const verify = (): ReturnType<typeof captured> => captured(() => run([], { cwd: folder, color: false }));
    expect(await verify()).toEqual({
      exitCode: 0,
      text: `${folder}/cache is not there: nothing to verify\n`,
    });
    mkdirSync(join(folder, 'cache'));
    expect(await verify()).toEqual({
      exitCode: 0,
      text: `${folder}/cache holds no results: nothing to verify\n`,
    });
  });

  it('reads the whole cache, names what is damaged, and ends with exit code 1 where something is', async () => {
    const folder = projectFolder(smallProject);
    await eosPipeline(folder);
    const verify = (json = false): ReturnType<typeof captured> =>
      captured(() => run([], { cwd: folder, color: false, json }));
    const fine = await verify();
    expect(fine.exitCode).toBe(0);
    expect(fine.text).toMatch(
      /^5 action records, 5 outputs, 5 files, \d+ B read in .* \(.*\/s\): all as they were written\n$/,
    );

    const outputs = join(folder, 'cache/outputs');
    const damaged = readdirSync(outputs, { recursive: true, encoding: 'utf8' }).find((path) =>
      path.endsWith('index.html'),
    )!;
    chmodSync(join(outputs, damaged), 0o644);
    writeFileSync(join(outputs, damaged), 'X');
    const found = await verify();
    expect(found.exitCode).toBe(1);
    expect(found.text).toMatch(/^damaged output \(page\): .*; moved to .*quarantine/m);
    expect(found.text).toMatch(/1 damaged; "eos-pipeline repro" makes again what is needed\n$/);

    expect((await eosPipeline(folder)).exitCode).toBe(0);
    const again = await verify(true);
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.text)).toMatchObject({ type: 'verify', outputs: 5, problems: [] });
  });
});
