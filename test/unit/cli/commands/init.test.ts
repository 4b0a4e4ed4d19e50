import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../src/cli/commands/init.ts';
import { captured } from '../../../captured.ts';
import { eosPipeline, instancesThatRan } from '../../../command-line.ts';
import { messageOf, projectFolder, writeProject } from '../../../project-folder.ts';

describe('init', () => {
  it('writes a pipeline whose own stage and shell command run and are cached, without any install', async () => {
    const folder = projectFolder({ '.gitignore': 'node_modules' });
    const { text } = await captured(() => run([], { cwd: folder, color: false }));
    expect(text).toBe(
      'pipeline.yaml\nstages/mine.ts\n.gitignore\n\nRun "npx eos-pipeline repro", change something, and run it again.\n',
    );
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('node_modules\ncache/\n');

    expect(instancesThatRan(await eosPipeline(folder, 'repro', '--json')).sort()).toEqual([
      'mine[rate=0.1]',
      'mine[rate=0.3]',
      'table',
    ]);
    expect(readFileSync(join(folder, 'results/table.csv'), 'utf8')).toBe(
      'rate,error\n0.1,0.0001329227995784916\n0.3,1.2089258196146323e-16\n',
    );
    expect((await eosPipeline(folder)).stdout).toMatch(/^nothing to do: 3 instances up to date/);
    const stage = readFileSync(join(folder, 'stages/mine.ts'), 'utf8');
    writeProject(folder, { 'stages/mine.ts': stage.replace('2 * x', '2.5 * x') });
    expect(instancesThatRan(await eosPipeline(folder, 'repro', '--json')).sort()).toEqual([
      'mine[rate=0.1]',
      'mine[rate=0.3]',
      'table',
    ]);
  });

  it('writes a stage that runs where npm has made the package CommonJS', async () => {
    const folder = projectFolder({ 'package.json': '{ "type": "commonjs" }' });
    const { text } = await captured(() => run([], { cwd: folder, color: false }));
    expect(text).toMatch(/^pipeline.yaml\nstages\/mine.mts\n/);
    expect(instancesThatRan(await eosPipeline(folder, 'repro', '--json'))).toHaveLength(3);
  });

  it('overwrites nothing', async () => {
    const folder = projectFolder({ 'pipeline.yaml': '' });
    expect(
      await messageOf(
        captured(() => run([], { cwd: folder, color: false })),
        folder,
      ),
    ).toBe('pipeline.yaml is there already; nothing was written');
  });

  it.each<[what: string, path: string, make: (path: string) => void, message: string]>([
    [
      'a link to nothing in the place of pipeline.yaml',
      'pipeline.yaml',
      (path) => {
        symlinkSync('elsewhere.yaml', path);
      },
      'pipeline.yaml is there already; nothing was written',
    ],
    [
      'a file in the place of the folder of stages',
      'stages',
      (path) => {
        writeFileSync(path, '');
      },
      'stages is no folder, expected one to write into; nothing was written',
    ],
    [
      'a link to nothing in the place of the folder of stages',
      'stages',
      (path) => {
        symlinkSync('elsewhere', path);
      },
      'stages is no folder, expected one to write into; nothing was written',
    ],
    [
      'a folder in the place of .gitignore',
      '.gitignore',
      (path) => {
        mkdirSync(path);
      },
      '.gitignore is no file, expected one to write to; nothing was written',
    ],
    [
      'a package.json that cannot be read',
      'package.json',
      (path) => {
        writeFileSync(path, '{');
      },
      "package.json is no JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    ],
    [
      'a package.json that is no map',
      'package.json',
      (path) => {
        writeFileSync(path, 'null');
      },
      'package.json is null, expected a map',
    ],
  ])('writes nothing where there is %s', async (_what, name, make, message) => {
    const folder = projectFolder({});
    make(join(folder, name));
    expect(
      await messageOf(
        captured(() => run([], { cwd: folder, color: false })),
        folder,
      ),
    ).toBe(message);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('makes the folder, and leaves a .gitignore alone that has the cache already', async () => {
    const folder = projectFolder({});
    const { text } = await captured(() => run([], { cwd: join(folder, 'new'), color: false, json: true }));
    expect(JSON.parse(text)).toMatchObject({ files: ['pipeline.yaml', 'stages/mine.ts', '.gitignore'] });
    writeProject(folder, { 'other/.gitignore': '/cache/\n' });
    const second = await captured(() => run([], { cwd: join(folder, 'other'), color: false, json: true }));
    expect(JSON.parse(second.text)).toMatchObject({ files: ['pipeline.yaml', 'stages/mine.ts'] });
  });
});
