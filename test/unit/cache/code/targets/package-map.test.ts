import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageExport, privateImport } from '../../../../../src/cache/code/targets/package-map.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

const conditions = ['node', 'import', 'require', 'browser', 'default'];
const { target } = fc.letrec((tie) => ({
  path: fc.constantFrom('./a.js', './b/*.js', './c/*/*.js', './d.json', null),
  target: fc.oneof(
    { depthSize: 'small' },
    tie('path'),
    fc.dictionary(fc.constantFrom(...conditions), tie('target'), { maxKeys: 3 }),
    fc.array(tie('target'), { maxLength: 2 }),
  ),
}));
const rest = ['tool', 'lib/*', 'lib/deep/*', 'lib/*.json', 'lib/*/x.js', 'lib/+(*', '*', 'a/*/*', 'lib/'];
const asked = [
  'tool',
  'lib/a',
  'lib/deep/x',
  'lib/deep/x.js',
  'lib/t.json',
  'lib/t_json',
  'lib/+(b',
  'lib/',
  'other',
];

/** A sample of maps whose names start with a prefix. */
function maps(prefix: string, seed: number): Record<string, unknown>[] {
  const keys = fc.constantFrom(...rest.map((name) => prefix + name));
  return fc.sample(fc.dictionary(keys, target, { maxKeys: 5 }), { seed, numRuns: 150 });
}

/** What Node makes of each name in a package of each description; one process for all. */
function askNode(descriptions: object[], names: string[]): (string | null)[][] {
  const folder = temporaryFolder();
  const packages = descriptions.map((description, index) => {
    const root = join(folder, String(index));
    mkdirSync(root);
    writeFileSync(
      join(root, 'package.json'),
      JSON.stringify({ name: 'own', type: 'module', ...description }),
    );
    writeFileSync(join(root, 'ask.js'), 'export default (name) => import.meta.resolve(name);');
    return root;
  });
  writeFileSync(
    join(folder, 'ask.mjs'),
    `const answers = [];
    for (let index = 0; index < ${packages.length}; index++) {
      const { default: ask } = await import('./' + index + '/ask.js');
      answers.push(${JSON.stringify(names)}.map((name) => { try { return ask(name); } catch { return null; } }));
    }
    console.log(JSON.stringify(answers));`,
  );
  const text = execFileSync(process.execPath, [join(folder, 'ask.mjs')], { encoding: 'utf8', stdio: 'pipe' });
  const answers = JSON.parse(text) as (string | null)[][];
  return answers.map((row, index) =>
    row.map((url) => (url === null ? null : fileURLToPath(url).replace(packages[index]!, '.'))),
  );
}

describe('privateImport', () => {
  it('finds a name, and the longest pattern that fits', () => {
    const imports = {
      '#tool': './lib/tool.js',
      '#lib/*': './lib/*.js',
      '#lib/deep/*': './deep/*/*.js',
      '#lib/*.json': './data/*.json',
      '#zod': 'zod/v4',
    };
    expect(privateImport(imports, '#tool')).toBe('./lib/tool.js');
    expect(privateImport(imports, '#lib/a/b')).toBe('./lib/a/b.js');
    expect(privateImport(imports, '#lib/deep/x')).toBe('./deep/x/x.js');
    expect(privateImport(imports, '#lib/t.json')).toBe('./data/t.json');
    expect(privateImport(imports, '#zod')).toBe('zod/v4');
    expect(privateImport(imports, '#lib/')).toBeUndefined();
    expect(privateImport(imports, '#other')).toBeUndefined();
  });

  it('takes the first branch that Node takes for an import', () => {
    const imports = {
      '#tool': {
        require: './tool.cjs',
        browser: './browser.js',
        node: { import: './tool.js' },
        default: './d.js',
      },
      '#only': { require: './tool.cjs' },
      '#list': [{ require: './a.cjs' }, './b.js'],
      '#none': null,
    };
    expect(privateImport(imports, '#tool')).toBe('./tool.js');
    expect(privateImport(imports, '#only')).toBeUndefined();
    expect(privateImport(imports, '#list')).toBe('./b.js');
    expect(privateImport(imports, '#none')).toBeUndefined();
  });

  it('says what Node says, for any map', () => {
    const sample = maps('#', 1);
    const names = asked.map((name) => `#${name}`);
    const ours = sample.map((imports) => names.map((name) => privateImport(imports, name) ?? null));
    expect(ours).toEqual(
      askNode(
        sample.map((imports) => ({ imports })),
        names,
      ),
    );
    expect(ours.flat().filter((path) => path !== null).length).toBeGreaterThan(100);
  });
});

describe('packageExport', () => {
  it('says what Node says, for any map', () => {
    const sample: object[] = maps('./', 2).map((exports) => ({ exports }));
    sample.push({ exports: './only.js' }, { exports: { node: './node.js', default: './d.js' } });
    sample.push({ exports: ['./first.js'] });
    const subpaths = ['.', ...asked.map((name) => `./${name}`)];
    const ours = sample.map((description) =>
      subpaths.map((name) => packageExport(description, name) ?? null),
    );
    const names = subpaths.map((name) => `own${name.slice(1)}`);
    expect(ours).toEqual(askNode(sample, names));
  });

  it('takes the files as they lie where a package says nothing about them', () => {
    expect(packageExport({}, '.')).toBe('./index.js');
    expect(packageExport({ main: 'lib/main.js' }, '.')).toBe('lib/main.js');
    expect(packageExport({}, './lib/x.js')).toBe('./lib/x.js');
  });
});
