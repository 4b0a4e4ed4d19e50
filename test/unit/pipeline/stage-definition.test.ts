import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadStageDefinition } from '../../../src/pipeline/stage-definition.ts';
import { messageOf, projectFolder } from '../../project-folder.ts';

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
});
