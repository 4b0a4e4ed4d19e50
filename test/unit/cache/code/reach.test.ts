import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Reached, reachCode } from '../../../../src/cache/code/reach.ts';
import { SourceModules } from '../../../../src/cache/code/source-modules.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';

/** What `stage.js` of a project with these files reaches. */
async function reach(files: Record<string, string>): Promise<Reached & { folder: string; names: string[] }> {
  const folder = projectFolder(files);
  const modules = new SourceModules();
  onTestFinished(() => modules.close());
  const reached = await reachCode(join(folder, 'stage.js'), folder, modules);
  return { ...reached, folder, names: Object.keys(reached.code.pieces) };
}

describe('reachCode', () => {
  it('reaches what the exports of a stage refer to, declaration by declaration', async () => {
    const { names, files, folder } = await reach({
      'stage.js':
        "import { step } from './solver.js';\nconst limit = 3;\nconst unused = 4;\nexport default () => step(limit);",
      'solver.js':
        'export function step(x) { return half(x); }\nfunction half(x) { return x / 2; }\nexport function other() {}',
      'unrelated.js': '',
    });
    expect(names).toEqual(['solver.js#half', 'solver.js#step', 'stage.js#default', 'stage.js#limit']);
    expect(files).toEqual([join(folder, 'solver.js'), join(folder, 'stage.js')]);
  });

  it('reaches what a module does when it is loaded, wherever it is loaded from', async () => {
    const { names } = await reach({
      'stage.js': "import './patch.js';\nimport { f } from './middle.js';\nexport default () => f();",
      'patch.js': 'globalThis.patched = name();\nfunction name() { return 1; }\nfunction unused() {}',
      'middle.js':
        "import { unused } from './deep.js';\nexport function f() {}\nexport const g = () => unused;",
      'deep.js': 'export const unused = 1;\nconst started = start();\nfunction start() {}',
    });
    expect(names).toEqual([
      'deep.js#start',
      'deep.js#started',
      'middle.js#f',
      'patch.js#name',
      'patch.js#top-level statements',
      'stage.js#default',
    ]);
  });

  it('follows re-exports, renamed ones, namespaces and defaults', async () => {
    const { names } = await reach({
      'stage.js':
        "import { go, solve } from './index.js';\nimport * as tools from './tools.js';\nexport default () => [go, solve, tools.used];",
      'index.js':
        "export { step as go } from './solver.js';\nexport * from './all.js';\nexport * from './none.js';",
      'solver.js': 'export function step() {}\nexport function other() {}',
      'all.js': "export { default as solve } from './default.js';\nexport const unrelated = 1;",
      'none.js': 'export const nothing = 1;',
      'default.js': 'export default function () {}',
      'tools.js': 'export const used = 1;\nexport const unused = 2;',
    });
    expect(names).toEqual(['default.js#default', 'solver.js#step', 'stage.js#default', 'tools.js#used']);
  });

  it('reaches a whole namespace that is passed on', async () => {
    const { names } = await reach({
      'stage.js': "import * as tools from './tools.js';\nexport default (name) => tools[name];",
      'tools.js': 'export const a = 1;\nexport const b = 2;\nconst own = 3;',
    });
    expect(names).toEqual(['stage.js#default', 'tools.js#a', 'tools.js#b']);
  });

  it('follows modules that are loaded lazily and by their URL, and data', async () => {
    const { names, code } = await reach({
      'stage.js': `
        import table from './table.json' with { type: 'json' };
        export default async () => {
          await import('./lazy.js');
          new Worker(new URL('./worker.js', import.meta.url));
          return [table, new URL('weights.bin', import.meta.url), new URL('./later.bin', import.meta.url)];
        };`,
      'lazy.js': 'export const lazy = 1;',
      'worker.js': "import { parentPort } from 'node:worker_threads';\nparentPort.postMessage(1);",
      'table.json': '[1]',
      'weights.bin': 'weights',
    });
    expect(names).toEqual([
      'lazy.js#lazy',
      'stage.js#default',
      'table.json#content',
      'weights.bin#content',
      'worker.js#top-level statements',
    ]);
    expect(code.pieces['weights.bin#content']).toBe(sha256('weights'));
    expect(code.packages).toEqual({});
  });

  it('follows what CommonJS requires, with and without extension', async () => {
    const { names, files, folder, code, absent } = await reach({
      'stage.js': "import old from './old.cjs';\nexport default () => old;",
      'old.cjs':
        "const { helper } = require('./helper');\nexports.run = run;\nfunction run() { return helper(require('./table.json'), require('tool')); }\nfunction unused() {}\nreturn;",
      'helper.js': 'export function helper() {}',
      'table.json': '[1]',
      'node_modules/tool/package.json': '{ "version": "1.0.0" }',
    });
    expect(names).toEqual([
      'helper.js#helper',
      'old.cjs#helper',
      'old.cjs#run',
      'old.cjs#top-level statements',
      'stage.js#default',
      'table.json#content',
    ]);
    expect(code.packages).toEqual({ tool: '1.0.0' });
    expect(files).toContain(join(folder, 'old.cjs'));
    expect(absent).toEqual([join(folder, 'helper')]);
  });

  it('counts packages of which it only takes files, and files beside a module', async () => {
    const { names, code } = await reach({
      'stage.js': `
        import { createRequire } from 'node:module';
        const load = createRequire(import.meta.url);
        export default () => [
          load.resolve('font/a.woff2'),
          load.resolve(\`@scope/style/\${name}.css\`),
          join(import.meta.dirname, 'data', 'x.txt'),
        ];`,
      'data/x.txt': 'x',
      'node_modules/font/package.json': '{ "version": "1.0.0" }',
      'node_modules/@scope/style/package.json': '{ "version": "2.0.0" }',
    });
    expect(code.packages).toEqual({ '@scope/style': '2.0.0', font: '1.0.0' });
    expect(names).toEqual(['data/x.txt#content', 'stage.js#default', 'stage.js#load']);
  });

  it('does not follow a lazily loaded module in a function that nothing reaches', async () => {
    const { names } = await reach({
      'stage.js': "export default 1;\nasync function unused() { await import('./lazy.js'); }",
      'lazy.js': 'export const lazy = 1;',
    });
    expect(names).toEqual(['stage.js#default']);
  });

  it('counts the version of each package that what is reached refers to', async () => {
    const { code, files, folder } = await reach({
      'stage.js': `
        import { used } from 'used';
        import { unused } from 'unused';
        import 'polyfill';
        export default async () => [used, await import('lazy')];
        export function helper() {}
        function never() { return unused; }`,
      'node_modules/used/package.json': '{ "version": "1.2.3" }',
      'node_modules/unused/package.json': '{ "version": "2.0.0" }',
      'node_modules/polyfill/package.json': '{ "version": "3.0.0" }',
      'node_modules/lazy/package.json': '{ "version": "4.0.0" }',
    });
    expect(code.packages).toEqual({ lazy: '4.0.0', polyfill: '3.0.0', used: '1.2.3' });
    expect(files).toContain(join(folder, 'node_modules/used/package.json'));
  });

  it('comes to an end where modules import each other', async () => {
    const { names } = await reach({
      'stage.js': "import { a } from './a.js';\nexport default () => a();",
      'a.js': "import { b } from './b.js';\nexport function a() { return b(); }",
      'b.js': "import { a } from './a.js';\nexport function b() { return a(); }\nexport * from './a.js';",
    });
    expect(names).toEqual(['a.js#a', 'b.js#b', 'stage.js#default']);
  });

  it('says which imported file is not there', async () => {
    const folder = projectFolder({ 'stage.js': "import { a } from './a';\nexport default a;" });
    const reaching = reachCode(join(folder, 'stage.js'), folder, new SourceModules());
    await expect(reaching).rejects.toThrow(
      new PipelineError('bad-stage-file', `the source file ${join(folder, 'a')} is not there`, {
        hint: 'Correct the path (with its extension, as Node needs it) where it is imported or named under "uses".',
        cause: expect.anything() as unknown,
      }),
    );
  });
});
