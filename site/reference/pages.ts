import { createProgram } from '../../src/cli/program.ts';
import { pipelineJsonSchema } from '../../src/pipeline/source/pipeline-schema.ts';
import { commandsPage } from './commands.ts';
import { pipelineKeysPage } from './pipeline-keys.ts';
import { readings } from '../../src/report/paper/readings.ts';
import { readingsPage } from './readings.ts';
import { packagedStages, stageParametersPage } from './stage-parameters.ts';

/** The pages of the reference that are made from the program, by their path in the checkout. */
export async function referencePages(root: string): Promise<Record<string, string>> {
  return {
    'docs/commands.md': commandsPage(createProgram(() => undefined)),
    'docs/parameters.md': stageParametersPage(await packagedStages(root)),
    'docs/pipeline-keys.md': pipelineKeysPage(
      pipelineJsonSchema() as unknown as Parameters<typeof pipelineKeysPage>[0],
    ),
    'docs/readings.md': readingsPage(readings),
  };
}
