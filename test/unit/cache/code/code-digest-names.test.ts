import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { digestOf } from '../../../code-digest.ts';
import { projectFolder } from '../../../project-folder.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

describe('what an imported name stands for', () => {
  const files = {
    'package.json': '{ "type": "module", "imports": { "#one": "./a.js", "#other": "./b.js" } }',
    'a.js': 'export default () => 1;\nexport const p = () => 2, q = () => 3;',
    'b.js': 'export default () => 4;\nexport const p = () => 5, q = () => 6;',
    'a.json': '1',
    'b.json': '2',
    'node_modules/stats/package.json': '{ "version": "1.0.0" }',
    'node_modules/robust/package.json': '{ "version": "1.0.0" }',
  };
  const use = (imports: string): string => `${imports}\nexport default () => [x, y];`;
  const json = "with { type: 'json' }";
  const tools = 'function one() {}\nfunction other() {}\n';

  /** The digests of two projects that differ in a few files. */
  const digests = (one: Record<string, string>, other: Record<string, string>): Promise<Digest[]> =>
    Promise.all(
      [one, other].map((more) =>
        digestOf(temporaryCache(), projectFolder({ ...files, ...more }), 'stage.js'),
      ),
    );

  it.each<[what: string, one: string, other: string]>([
    ['a member of a package', "import { min as x, y } from 'stats';", "import { max as x, y } from 'stats';"],
    ['a part of a package', "import { x, y } from 'stats/a';", "import { x, y } from 'stats/b';"],
    [
      'the package of a member',
      "import { x } from 'stats';\nimport { y } from 'robust';",
      "import { x } from 'robust';\nimport { y } from 'stats';",
    ],
    [
      'a member of a module of Node',
      "import { gzipSync as x, inflateSync as y } from 'node:zlib';",
      "import { deflateSync as x, inflateSync as y } from 'node:zlib';",
    ],
    ['a module of Node', "import x, * as y from 'node:fs';", "import x, * as y from 'node:fs/promises';"],
    [
      'a module',
      "import x from './a.js';\nimport y from './b.js';",
      "import x from './b.js';\nimport y from './a.js';",
    ],
    [
      'a member of a module',
      "import { p as x, q as y } from './a.js';",
      "import { q as x, p as y } from './a.js';",
    ],
    [
      'a namespace',
      "import * as x from './a.js';\nimport * as y from './b.js';",
      "import * as x from './b.js';\nimport * as y from './a.js';",
    ],
    [
      'data',
      `import x from './a.json' ${json};\nimport y from './b.json' ${json};`,
      `import x from './b.json' ${json};\nimport y from './a.json' ${json};`,
    ],
  ])('moves the digest: %s', async (_what, one, other) => {
    const [before, after] = await digests({ 'stage.js': use(one) }, { 'stage.js': use(other) });
    expect(after).not.toBe(before);
  });

  it.each<[what: string, one: Record<string, string>, other: Record<string, string>]>([
    [
      'a module exports its own names under each other’s',
      { 'c.js': `${tools}export { one as x, other as y };` },
      { 'c.js': `${tools}export { other as x, one as y };` },
    ],
    [
      'a module passes on names of another',
      { 'c.js': "export { p as x, q as y } from './a.js';" },
      { 'c.js': "export { q as x, p as y } from './a.js';" },
    ],
    [
      'a module passes on another one',
      {
        'c.js': "export { p as x } from './a.js';\nexport { q as y } from './d.js';",
        'd.js': "export * from './a.js';",
      },
      {
        'c.js': "export { p as x } from './a.js';\nexport { q as y } from './d.js';",
        'd.js': "export * from './b.js';\nexport * from './a.js';",
      },
    ],
    [
      'package.json lets private names lead elsewhere',
      { 'c.js': "export { p as x } from '#one';\nexport { p as y } from '#other';" },
      {
        'c.js': "export { p as x } from '#one';\nexport { p as y } from '#other';",
        'package.json': '{ "type": "module", "imports": { "#one": "./b.js", "#other": "./a.js" } }',
      },
    ],
    [
      'code is loaded by private names that lead elsewhere',
      { 'c.js': "export const x = () => import('#one'), y = () => import('#other');" },
      {
        'c.js': "export const x = () => import('#one'), y = () => import('#other');",
        'package.json': '{ "type": "module", "imports": { "#one": "./b.js", "#other": "./a.js" } }',
      },
    ],
  ])('moves the digest where %s', async (_what, one, other) => {
    const stage = { 'stage.js': use("import { x, y } from './c.js';") };
    const [before, after] = await digests({ ...stage, ...one }, { ...stage, ...other });
    expect(after).not.toBe(before);
  });

  it('does not move it where the same names are imported in another order, or by one statement', async () => {
    const [before, after] = await digests(
      { 'stage.js': use("import { p as x, q as y } from './a.js';") },
      { 'stage.js': use("import { q as y } from './a.js';\nimport { p as x } from './a.js';") },
    );
    expect(after).toBe(before);
  });

  it('does not move it where what is imported is not reached', async () => {
    const [before, after] = await digests(
      { 'stage.js': "import { min as x } from 'stats';\nexport default 1;" },
      { 'stage.js': "import { max as x } from 'stats';\nexport default 1;" },
    );
    expect(after).toBe(before);
  });
});
