import { expect, it } from 'vitest';
import { run } from '../../../../src/cli/commands/schema.ts';
import { pipelineJsonSchema } from '../../../../src/pipeline/source/pipeline-schema.ts';
import { captured } from '../../../captured.ts';

it('schema prints the JSON schema of pipeline.yaml', async () => {
  const { exitCode, text } = await captured(() => run());
  expect([exitCode, JSON.parse(text)]).toEqual([0, pipelineJsonSchema()]);
});
