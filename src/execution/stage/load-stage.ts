import type { SignedFile } from '../../cache/code/code-digest.ts';
import type { JsonValue } from '../../pipeline/values/json.ts';
import { PipelineError, type SourceLocation } from '../../pipeline/faults/error.ts';
import { loadStageDefinition } from '../../pipeline/stage/load-stage-definition.ts';
import type { StageDefinition } from '../../pipeline/stage/stage.ts';
import { checkLoaded } from './loaded-code.ts';

/** Loads the definition of a stage from the code that the key was made from. */
export async function loadStage(file: string, codeFiles: readonly SignedFile[]): Promise<StageDefinition> {
  try {
    return await loadStageDefinition(file);
  } finally {
    // A file that is being edited may not even load: that it changed says more.
    checkLoaded(codeFiles);
  }
}

/** Validates the `with` block by the schema of the stage. */
export function parseParams(
  definition: StageDefinition,
  params: JsonValue,
  location: SourceLocation,
): unknown {
  const parsed = definition.params.safeParse(params);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `  ${path.length > 0 ? path.join('.') : 'with'}: ${message}`,
  );
  throw new PipelineError(
    'bad-params',
    `the "with" block does not fit the stage ${definition.name}:\n${faults.join('\n')}`,
    {
      location,
      hint: 'Correct "with" in pipeline.yaml, or the params that it refers to.',
    },
  );
}
