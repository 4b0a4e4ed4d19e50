import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InstalledPackages } from '../../../../../src/cache/code/targets/installed-packages.ts';
import { PipelineError } from '../../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../../project-folder.ts';

function packages(): InstalledPackages {
  return new InstalledPackages((file) => readFileSync(file, 'utf8'));
}

describe('InstalledPackages.isLocal', () => {
  it.each([
    ['^1.0.0', false],
    ['1.x || >=2 <3', false],
    ['latest', false],
    ['npm:other@^1.0.0', false],
    ['file:../tool', true],
    ['link:../tool', true],
    ['../tool', true],
    ['tool-1.0.0.tgz', true],
    ['https://example.org/tool.tar.gz', true],
    ['git+ssh://git@example.org/tool.git', true],
    ['owner/tool', true],
    ['workspace:*', true],
  ])('for an installed package that is asked for as %s: %s', (asked, local) => {
    const folder = projectFolder({
      'package.json': JSON.stringify({ dependencies: { tool: asked } }),
      'node_modules/tool/package.json': '{ "version": "1.0.0" }',
    });
    const file = join(folder, 'node_modules/tool/package.json');
    expect(packages().isLocal(file, 'tool', join(folder, 'stages'))).toBe(local);
  });

  it('for a link out of every node_modules, and not for a link within one', () => {
    const folder = projectFolder({
      'node_modules/.store/tool/package.json': '{}',
      'far/package.json': '{}',
    });
    symlinkSync('.store/tool', join(folder, 'node_modules/tool'));
    symlinkSync('../far', join(folder, 'node_modules/far'));
    const local = (name: string): boolean =>
      packages().isLocal(join(folder, 'node_modules', name, 'package.json'), name, folder);
    expect(local('tool')).toBe(false);
    expect(local('far')).toBe(true);
  });
});

describe('InstalledPackages.closure', () => {
  it('holds the versions of all that a package depends on, but not what is made for one kind of machine', () => {
    const folder = projectFolder({
      'node_modules/a/package.json': JSON.stringify({
        version: '1.0.0',
        dependencies: { b: '^1.0.0', c: '^1.0.0' },
        peerDependencies: { peer: '*', missing: '*' },
        optionalDependencies: { native: '1.0.0', extra: '1.0.0' },
        devDependencies: { unused: '1.0.0' },
      }),
      'node_modules/a/node_modules/c/package.json': '{ "version": "2.0.0", "dependencies": { "b": "*" } }',
      'node_modules/b/package.json': '{ "version": "1.1.0", "dependencies": { "c": "*", "a": "*" } }',
      'node_modules/c/package.json': '{ "version": "1.2.0" }',
      'node_modules/peer/package.json': '{ "version": "3.0.0" }',
      'node_modules/native/package.json': '{ "version": "1.0.0", "os": ["linux"] }',
      'node_modules/extra/package.json': '{ "version": "4.0.0" }',
      'node_modules/unused/package.json': '{ "version": "1.0.0" }',
    });
    const at = (name: string): string => join(folder, 'node_modules', name, 'package.json');
    const { versions, files, absent } = packages().closure('a', at('a'));
    expect(Object.fromEntries([...versions].map(([name, found]) => [name, [...found].sort()]))).toEqual({
      a: ['1.0.0'],
      b: ['1.1.0'],
      c: ['1.2.0', '2.0.0'],
      peer: ['3.0.0'],
      extra: ['4.0.0'],
    });
    expect([...files].sort()).toEqual(['a', 'a/node_modules/c', 'b', 'c', 'extra', 'peer'].map(at).sort());
    expect(absent).toContain(at('missing'));
  });
});

it('says which package.json cannot be read', () => {
  const file = join(projectFolder({ 'package.json': '{ "name": }' }), 'package.json');
  expect(() => packages().describe(file)).toThrow(
    new PipelineError(
      'bad-stage-file',
      `${file} is no JSON: Unexpected token '}', "{ "name": }" is not valid JSON`,
      { hint: 'Correct it, or install the package again where it is an installed one.' },
    ),
  );
});
