import { describe, expect, it } from 'vitest';
import { privateImport } from '../../../../src/cache/code/private-import.ts';

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
});
