import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { signatureAt } from '../../../../src/cache/files/signature.ts';
import type { JobResult, StageJob } from '../../../../src/execution/job.ts';
import { WorkerProcess } from '../../../../src/execution/schedule/workers/worker-process.ts';
import { checkDeclared, soughtInProject } from '../../../../src/execution/worker/undeclared.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const location = { file: 'pipeline.yaml', line: 1, column: 1 };
const files = {
  'a.txt': 'a',
  'lib/b.txt': 'b',
  'lib/c.js': 'export default 1;',
  'node_modules/p/d.txt': 'd',
};

describe('checkDeclared', () => {
  function check(given: { loaded?: string[]; read?: string[]; declared?: string[]; code?: string[] }): void {
    const folder = projectFolder({ 'train.js': '', ...files });
    const at = (path: string): string => join(folder, path);
    const job: StageJob = {
      ...jobFor(temporaryCache(), at('train.js')),
      projectFiles: (given.declared ?? []).map((path) => ({ path: at(path), signature: sha256('') })),
      codeFiles: (given.code ?? []).map((path) => [at(path), signatureAt(at(path))!]),
    };
    const read = new Set((given.read ?? []).map(at));
    try {
      checkDeclared(job, (given.loaded ?? []).map(at), { read, relative: new Set() });
    } catch (error) {
      (error as Error).message = (error as Error).message.replaceAll(`${folder}/`, '');
      throw error;
    }
  }

  it('names a file that was read, and what to do', () => {
    expect(() => {
      check({ read: ['lib/b.txt', 'a.txt', 'gone.txt'] });
    }).toThrow(
      new PipelineError(
        'stage-code',
        'the stage read a.txt and 1 more files of the project, which its key does not see',
        {
          location,
          hint: 'Declare it in pipeline.yaml, needs: { x: { file: a.txt } }, and read context.input("x").path; or, for a file beside the code, write its path out there: new URL("./x", import.meta.url).',
        },
      ),
    );
  });

  it('names a module that was loaded, and what to do', () => {
    expect(() => {
      check({ loaded: ['train.js', 'lib/c.js'] });
    }).toThrow(
      new PipelineError('stage-code', 'the stage loaded lib/c.js, which its key does not see', {
        location,
        hint: 'Write the name out where it is imported: import("./x.ts"); a name that is put together when the stage runs cannot be followed.',
      }),
    );
  });

  it('lets pass what the key holds: inputs, folders of inputs, code, data beside the code, packages', () => {
    check({ read: ['a.txt', 'lib/b.txt'], declared: ['a.txt', 'lib'] });
    check({ read: ['a.txt'], loaded: ['train.js', 'lib/c.js'], code: ['a.txt', 'lib/c.js'] });
    check({ read: ['node_modules/p/d.txt'], loaded: ['node_modules/p/d.txt'] });
  });
});

it('says where a relative path would have led in the project', () => {
  const job = jobFor(temporaryCache(), join(projectFolder(files), 'train.js'));
  const sought = (path: string): PipelineError | undefined =>
    soughtInProject(job, { read: new Set(), relative: new Set([path]) });
  expect(sought('nowhere.txt')).toBeUndefined();
  expect(sought('lib/b.txt')).toEqual(
    new PipelineError(
      'stage-failed',
      'the stage looked for lib/b.txt in its current folder, which is its own and empty; the project has such a file',
      {
        location,
        hint: 'Declare it in pipeline.yaml, needs: { x: { file: lib/b.txt } }, and read context.input("x").path.',
      },
    ),
  );
});

describe('a stage file in a worker', () => {
  async function perform(body: string, prepare?: (folder: string) => void): Promise<[JobResult, string]> {
    const folder = projectFolder({ 'train.js': stageText(body), ...files });
    prepare?.(folder);
    const worker = new WorkerProcess();
    onTestFinished(() => {
      worker.kill();
    });
    const job = jobFor(temporaryCache(), join(folder, 'train.js'), { folder });
    return [await worker.perform(job, () => undefined), folder];
  }

  it.each([
    ['reads a file of the project', "readFileSync(params.folder + '/a.txt');", 'read', 'a.txt'],
    [
      'reads it in a package, with a promise',
      "await (await import('node:fs/promises')).readFile(params.folder + '/lib/b.txt');",
      'read',
      'lib/b.txt',
    ],
    [
      'loads a module whose name is put together',
      "await import(params.folder + '/lib/c.js');",
      'loaded',
      'lib/c.js',
    ],
    [
      'requires one',
      "(await import('node:module')).createRequire(params.folder + '/x')('./lib/c.js');",
      'loaded',
      'lib/c.js',
    ],
  ])('fails where it %s', async (_title, body, did, path) => {
    const [result, folder] = await perform(body);
    expect(result).toMatchObject({
      type: 'failed',
      error: {
        code: 'stage-code',
        message: `the stage ${did} ${join(folder, path)}, which its key does not see`,
      },
    });
  });

  it('fails where it reads one through a link', async () => {
    const [result, folder] = await perform("readFileSync(params.folder + '/link.txt');", (project) => {
      symlinkSync('a.txt', join(project, 'link.txt'));
    });
    expect(result).toMatchObject({
      error: { message: `the stage read ${join(folder, 'link.txt')}, which its key does not see` },
    });
  });

  it('may read what it wrote, and whatever lies outside of the project', async () => {
    const elsewhere = projectFolder({});
    writeFileSync(join(elsewhere, 'x.txt'), 'x');
    const [result] = await perform(
      `writeFileSync('own.txt', 'own'); readFileSync('own.txt'); writeFileSync(output + '/x', 'x'); readFileSync(output + '/x');
       readFileSync(${JSON.stringify(join(elsewhere, 'x.txt'))});`,
    );
    expect(result).toMatchObject({ type: 'stored' });
  });

  it('is told where a relative path does not lead to the project', async () => {
    const [result] = await perform("readFileSync('lib/b.txt');");
    expect(result).toMatchObject({
      error: {
        message:
          'the stage looked for lib/b.txt in its current folder, which is its own and empty; the project has such a file',
      },
    });
  });
});
