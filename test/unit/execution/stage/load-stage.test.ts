import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadStage, parseParams } from '../../../../src/execution/stage/load-stage.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { defineStage } from '../../../../src/pipeline/stage/stage.ts';
import { projectFolder } from '../../../project-folder.ts';
import { stageText } from '../../../stage-project.ts';

describe('loadStage', () => {
  it('gives the definition in a stage file', async () => {
    const file = join(projectFolder({ 'train.js': stageText('') }), 'train.js');
    expect(await loadStage(file, [])).toMatchObject({ name: 'stage', inputs: {}, outputs: [] });
  });

  it('says what a file lacks that holds none', async () => {
    const file = join(projectFolder({ 'train.js': 'export default {};' }), 'train.js');
    const message = `${file} exports no stage: its default export lacks name, params (a zod schema), inputs, outputs, run`;
    await expect(loadStage(file, [])).rejects.toThrow(
      new PipelineError('bad-stage-file', message, {
        hint: 'write "export default defineStage({ name, description, params, inputs, outputs, run })"',
      }),
    );
  });
});

describe('parseParams', () => {
  const location = { file: 'pipeline.yaml', line: 3, column: 5 };
  const stage = defineStage({
    name: 'train',
    description: '',
    params: z.strictObject({ width: z.number().default(32), solver: z.object({ name: z.string() }) }),
    inputs: {},
    outputs: [],
    run: () => undefined,
  });

  it('gives the parameters as the schema makes them', () => {
    expect(parseParams(stage, { solver: { name: 'rk4' } }, location)).toEqual({
      width: 32,
      solver: { name: 'rk4' },
    });
  });

  it('names every parameter that does not fit, by its path', () => {
    expect(() => parseParams(stage, { width: 'wide', solver: {}, depth: 3 }, location)).toThrow(
      new PipelineError(
        'bad-params',
        [
          'the "with" block does not fit the stage train:',
          '  width: Invalid input: expected number, received string',
          '  solver.name: Invalid input: expected string, received undefined',
          '  with: Unrecognized key: "depth"',
        ].join('\n'),
        { location, hint: 'Correct "with" in pipeline.yaml, or the params that it refers to.' },
      ),
    );
  });
});
