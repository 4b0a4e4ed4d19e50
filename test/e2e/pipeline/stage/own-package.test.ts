import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../../project-folder.ts';

const module = pathToFileURL(
  resolve(import.meta.dirname, '../../../../src/pipeline/stage/own-package.ts'),
).href;

/** What a stage file in a folder of its own sees, in a fresh process. */
function seen(files: Readonly<Record<string, string>>): string {
  const folder = projectFolder(files);
  const code = `const { provideOwnPackage } = await import('${module}'); provideOwnPackage(); provideOwnPackage();
    try { console.log((await import('${pathToFileURL(folder).href}/stage.ts')).default); } catch (error) { console.log(error.message); }`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' }).trim();
}

describe('provideOwnPackage', () => {
  it('lets a stage file import "eos-pipeline" although no package is installed near it', () => {
    const stage = `import { defineStage, z } from 'eos-pipeline';\nexport default typeof defineStage + typeof z.object;`;
    expect(seen({ 'stage.ts': stage, 'package.json': '{ "type": "module" }' })).toBe('functionfunction');
  });

  it('gives precedence to an installed one', () => {
    expect(
      seen({
        'stage.ts': `export { own as default } from 'eos-pipeline';`,
        'package.json': '{ "type": "module" }',
        'node_modules/eos-pipeline/package.json': '{ "type": "module", "exports": "./index.js" }',
        'node_modules/eos-pipeline/index.js': `export const own = 'the installed one';`,
      }),
    ).toBe('the installed one');
  });

  it('does not hide that another package is missing', () => {
    const stage = `import 'no-such-package';\nexport default 1;`;
    expect(seen({ 'stage.ts': stage, 'package.json': '{ "type": "module" }' })).toMatch(
      /^Cannot find package 'no-such-package'/,
    );
  });
});
