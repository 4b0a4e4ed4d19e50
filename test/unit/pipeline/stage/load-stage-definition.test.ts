import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadStageDefinition } from '../../../../src/pipeline/stage/load-stage-definition.ts';
import { messageOf, projectFolder } from '../../../project-folder.ts';

const whole = `export default {
  name: 's', description: '', inputs: {}, outputs: [], run() {},
  params: { safeParse: (value) => ({ success: true, data: value }) },
};`;

describe('loadStageDefinition', () => {
  it('loads the default export of a stage file', async () => {
    const folder = projectFolder({ 's.js': whole, 'package.json': '{ "type": "module" }' });
    expect((await loadStageDefinition(join(folder, 's.js'))).name).toBe('s');
  });

  it('says what the default export lacks', async () => {
    const folder = projectFolder({
      's.js': 'export default { name: "s", inputs: {} };',
      'package.json': '{ "type": "module" }',
    });
    expect(await messageOf(loadStageDefinition(join(folder, 's.js')), folder)).toBe(
      's.js exports no stage: its default export lacks params (a zod schema), outputs, run',
    );
  });

  it('says that a file has no default export', async () => {
    const folder = projectFolder({
      's.js': 'export const name = 1;',
      'package.json': '{ "type": "module" }',
    });
    expect(await messageOf(loadStageDefinition(join(folder, 's.js')), folder)).toBe(
      's.js exports no stage: its default export lacks name, params (a zod schema), inputs, outputs, run',
    );
  });

  it('says why a file cannot be loaded', async () => {
    const folder = projectFolder({
      's.js': 'throw new Error("no luck");',
      'package.json': '{ "type": "module" }',
    });
    expect(await messageOf(loadStageDefinition(join(folder, 's.js')), folder)).toBe(
      's.js cannot be loaded: no luck',
    );
  });

  it.each([
    ['null', 'null'],
    ["'words'", 'words'],
    ['undefined', 'undefined'],
  ])('says what a file threw that is no error: %s', async (thrown, said) => {
    const folder = projectFolder({ 's.js': `throw ${thrown};`, 'package.json': '{ "type": "module" }' });
    expect(await messageOf(loadStageDefinition(join(folder, 's.js')), folder)).toBe(
      `s.js cannot be loaded: ${said}`,
    );
  });

  it.each([
    ['outputs: []', "outputs: ['x', '../y']", 's.js: the output "../y" leads out of the folder'],
    ['outputs: []', "outputs: ['/y']", 's.js: the output "/y" is an absolute path'],
    ['outputs: []', "outputs: ['.']", 's.js: the output "." is the folder itself'],
    ['outputs: []', 'outputs: [3]', 's.js: the output 3 is number, not a path'],
    ['inputs: {}', "inputs: { a: 'both' }", 's.js: the input "a" is "both"'],
    ['inputs: {}', "inputs: ['one', 2]", 's.js: the input "1" is 2'],
  ])('refuses what cannot be declared: %s → %s', async (before, after, message) => {
    const folder = projectFolder({
      's.js': whole.replace(before, after),
      'package.json': '{ "type": "module" }',
    });
    expect(await messageOf(loadStageDefinition(join(folder, 's.js')), folder)).toBe(message);
  });

  it('says what to do where package.json makes it a CommonJS file', () => {
    const folder = projectFolder({
      's.ts': `import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';\nexport default join;`,
      'package.json': '{ "type": "commonjs" }',
    });
    // Vitest loads files in its own way: only a process of its own sees what Node says.
    const module = pathToFileURL(
      resolve(import.meta.dirname, '../../../../src/pipeline/stage/load-stage-definition.ts'),
    ).href;
    const code = `const { loadStageDefinition } = await import('${module}');
      await loadStageDefinition('${join(folder, 's.ts')}').catch((error) => console.log(error.hint));`;
    expect(
      execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', code], {
        encoding: 'utf8',
      }),
    ).toBe('the nearest package.json says "type": "commonjs": make it "module", or name the file .mts\n');
  });
});
