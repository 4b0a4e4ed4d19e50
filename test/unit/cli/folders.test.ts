import { existsSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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

  it.each<[string, (project: string) => string]>([
    ['is it', (project) => project],
    ['is around it', (project) => dirname(project)],
  ])('is not in the cache: the folder of the cache %s', (_what, cacheOf) => {
    const cwd = projectFolder({});
    const cacheDir = cacheOf(cwd);
    expect(() => projectFolders({ cwd, cacheDir, color: false })).toThrow(
      new PipelineError('bad-argument', `the cache ${cacheDir} would hold the project itself`, {
        hint: `name a folder of its own with --cache-dir, such as ${cwd}/cache`,
      }),
    );
  });

  it.each(['cwd', 'cacheDir'])('are not the current folder where %s is empty', (option) => {
    const name = option === 'cwd' ? '--cwd' : '--cache-dir';
    expect(() => projectFolders({ [option]: '', color: false })).toThrow(
      new PipelineError('bad-argument', `${name} names no folder`, {
        hint: 'leave the option out, or name one; a variable in its place may not be set',
      }),
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

  it.each(['pipeline.yml', 'Pipeline.yaml'])('is not the packaged one where there is a %s', (name) => {
    const folder = projectFolder({ [name]: '' });
    const differs = name.endsWith('.yml') ? '' : ': it differs only in the case of its letters';
    expect(() => pipelineFile(folder)).toThrow(
      new PipelineError('bad-argument', `there is no pipeline.yaml in ${folder}`, {
        hint: `"${folder}/${name}" is there${differs}; rename it to pipeline.yaml`,
      }),
    );
  });

  it('is not the packaged one where there is a link to nothing', () => {
    const folder = projectFolder({});
    symlinkSync('nowhere.yaml', join(folder, 'pipeline.yaml'));
    expect(() => pipelineFile(folder)).toThrow(
      new PipelineError('bad-argument', `${folder}/pipeline.yaml is a link that leads to nothing`, {
        hint: 'correct the link, or remove it',
      }),
    );
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
