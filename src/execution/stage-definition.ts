import { type SignedFile, changedFile } from '../cache/code/code-digest.ts';
import type { JsonValue } from '../pipeline/json.ts';
import { PipelineError, type SourceLocation } from '../pipeline/error.ts';
import { loadStageDefinition } from '../pipeline/stage-definition.ts';
import type { StageDefinition } from '../pipeline/stage.ts';

/** Stage files that this process has loaded. */
const loaded = new Map<string, StageDefinition>();

/**
 * Loads the definition of a stage, and makes sure that what was loaded is what the code digest in the key was made from:
 * somebody may save a file while a run is going on. Once loaded, later edits do not matter to this process.
 */
export async function loadStage(file: string, codeFiles: SignedFile[]): Promise<StageDefinition> {
  const known = loaded.get(file);
  if (known) return known;
  const definition = await loadStageDefinition(file);
  const changed = changedFile(file, codeFiles);
  if (changed !== undefined) throw codeChanged(changed);
  loaded.set(file, definition);
  return definition;
}

/** What to say when source files and the key have come apart. */
export function codeChanged(file: string): PipelineError {
  return new PipelineError('stage-code', `${file} changed after this run had started`, {
    hint: 'Run the same command again: it takes the new code, and everything that it does not touch stays cached.',
  });
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
