import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signatureAt } from '../../../../src/cache/files/signature.ts';
import type { JobResult } from '../../../../src/execution/job.ts';
import { WorkerProcess } from '../../../../src/execution/schedule/workers/worker-process.ts';
import { checkPackages } from '../../../../src/execution/worker/unseen-packages.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';
import { jobFor } from '../../../stage-job.ts';
import { stageText } from '../../../stage-project.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

const files = {
  'train.js': '',
  'meant.js': '\n// Outside of the key: any version does.\nimport(name);',
  'node_modules/p/package.json':
    '{ "name": "p", "version": "1.0.0", "type": "module", "exports": "./lib/p.js" }',
  'node_modules/p/lib/p.js': "export { default } from 'q';",
  'node_modules/q/package.json': '{ "name": "q", "version": "1.0.0", "type": "module", "exports": "./q.js" }',
  'node_modules/q/q.js': 'export default 1;',
  'node_modules/@a/b/package.json': '{ "name": "@a/b", "version": "1.0.0" }',
  'node_modules/@a/b/index.js': 'module.exports = 1;',
  'store/node_modules/r/package.json': '{ "name": "r", "version": "1.0.0" }',
  'store/node_modules/r/index.js': '',
};

describe('checkPackages', () => {
  function check(file: string, { importer = 'train.js', key = [] as string[] } = {}): Promise<void> {
    const folder = projectFolder(files);
    const at = (path: string): string => join(folder, path);
    symlinkSync('../store/node_modules/r', at('node_modules/r'));
    const codeFiles = key.map((path): [string, never] => [at(path), signatureAt(at(path)) as never]);
    const job = jobFor(temporaryCache(), at('train.js'), {}, { codeFiles });
    return checkPackages(job, [[at(file), at(importer)]]).catch((error: unknown) => {
      (error as Error).message = (error as Error).message.replaceAll(`${folder}/`, '');
      throw error;
    });
  }

  it('names the package, who loaded it, and what to do', async () => {
    await expect(check('node_modules/@a/b/index.js')).rejects.toThrow(
      new PipelineError(
        'stage-code',
        'train.js loaded the package @a/b, which the key of the stage does not see',
        {
          location: { file: 'pipeline.yaml', line: 1, column: 1 },
          hint: 'Write its name out where it is loaded: import("@a/b"); or, where its version does not count, say "// outside of the key" above that.',
        },
      ),
    );
  });

  it('lets pass what the key holds, by a link too, what is meant, and what code of no project loads', async () => {
    await check('node_modules/p/lib/p.js', { key: ['node_modules/p/package.json'] });
    await check('store/node_modules/r/index.js', { key: ['node_modules/r/package.json'] });
    await check('node_modules/p/lib/p.js', { importer: 'meant.js' });
    await check('node_modules/p/lib/p.js', { importer: '../elsewhere/x.js' });
  });
});

describe('a stage file in a worker', () => {
  async function perform(body: string, key: readonly string[] = []): Promise<[JobResult, string]> {
    const folder = projectFolder({ ...files, 'train.js': stageText(body) });
    const worker = new WorkerProcess();
    onTestFinished(() => {
      worker.kill();
    });
    const codeFiles = key.map((path): [string, never] => [
      join(folder, path),
      signatureAt(join(folder, path)) as never,
    ]);
    const job = jobFor(temporaryCache(), join(folder, 'train.js'), { folder }, { codeFiles });
    return [await worker.perform(job, () => undefined), folder];
  }

  it.each([
    ['loads a package whose name is put together', "await import('p'.trim());", 'p'],
    [
      'requires one',
      "(await import('node:module')).createRequire(params.folder + '/x.js')('@a/' + 'b');",
      '@a/b',
    ],
  ])('fails where it %s', async (_title, body, name) => {
    const [result, folder] = await perform(body);
    expect(result).toMatchObject({
      type: 'failed',
      error: { code: 'stage-code' },
    });
    const { message } = (result as JobResult & { type: 'failed' }).error;
    expect(message.replaceAll(folder, '')).toMatch(
      new RegExp(`^/(train|x).js loaded the package ${name}, which the key of the stage does not see$`),
    );
  });

  it('may load one that the key holds, with what that loads itself', async () => {
    const [result] = await perform("await import('p'.trim());", ['node_modules/p/package.json']);
    expect(result.type).toBe('stored');
  });
});
