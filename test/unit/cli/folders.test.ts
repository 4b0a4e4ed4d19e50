import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataDirOption, packageFolder, pipelineFile, projectFolders } from '../../../src/cli/folders.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../project-folder.ts';

describe('packageFolder', () => {
  it('is the folder with package.json and the packaged pipeline.yaml', () => {
    expect(existsSync(join(packageFolder(), 'pipeline.yaml'))).toBe(true);
  });
});

describe('projectFolders', () => {
  it('are the working directory and cache/ in it, or what the command line names', () => {
    expect(projectFolders({ color: false })).toEqual({ root: process.cwd(), cacheFolder: resolve('cache') });
    const cwd = projectFolder({});
    expect(projectFolders({ cwd, cacheDir: '/elsewhere', color: false })).toEqual({
      root: cwd,
      cacheFolder: '/elsewhere',
    });
  });

  it('is no file', () => {
    const folder = projectFolder({ x: '' });
    expect(() => projectFolders({ cwd: join(folder, 'x'), color: false })).toThrow(
      new PipelineError('bad-argument', `--cwd ${join(folder, 'x')} is a file, expected a folder`, {
        hint: `name the folder that it lies in: ${folder}`,
      }),
    );
    expect(() => dataDirOption({ dataDir: join(folder, 'x'), color: false })).toThrow(
      `the data dir ${join(folder, 'x')} is a file, expected a folder`,
    );
  });

  it('must exist', () => {
    expect(() => projectFolders({ cwd: '/no/such/folder', color: false })).toThrow(
      '--cwd /no/such/folder: the folder does not exist',
    );
  });
});

describe('pipelineFile', () => {
  it('is the one of the project, else the packaged one', () => {
    const own = projectFolder({ 'pipeline.yaml': '' });
    expect(pipelineFile(own)).toEqual({ file: join(own, 'pipeline.yaml'), packaged: false });
    expect(pipelineFile(projectFolder({}))).toEqual({
      file: join(packageFolder(), 'pipeline.yaml'),
      packaged: true,
    });
  });

  it('is neither in a folder below a project', () => {
    const project = projectFolder({ 'pipeline.yaml': '', 'sub/deep/x': '' });
    expect(() => pipelineFile(join(project, 'sub/deep'))).toThrow(
      new PipelineError(
        'bad-argument',
        `there is no pipeline.yaml in ${project}/sub/deep, and one in ${project}`,
        {
          hint: `Say it there, or with --cwd ${project}. The pipeline that comes along runs in a folder that is in no project.`,
        },
      ),
    );
  });
});

describe('dataDirOption', () => {
  it('is what the command line names, else EOS_DATA_DIR, else nothing', () => {
    const [named, other] = [projectFolder({}), projectFolder({})];
    const before = process.env['EOS_DATA_DIR'];
    try {
      process.env['EOS_DATA_DIR'] = '';
      expect(dataDirOption({ color: false })).toEqual({});
      process.env['EOS_DATA_DIR'] = other;
      expect(dataDirOption({ color: false })).toEqual({ dataDir: other });
      expect(dataDirOption({ dataDir: named, color: false })).toEqual({ dataDir: named });
    } finally {
      // Not left to vitest: tests of other files share this process.
      if (before === undefined) delete process.env['EOS_DATA_DIR'];
      else process.env['EOS_DATA_DIR'] = before;
    }
  });
});
