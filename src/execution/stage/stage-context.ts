import type {
  Checkpoint,
  StageContext,
  StageDefinition,
  StageInput,
  StageProgress,
} from '../../pipeline/stage/stage.ts';
import type { StageJob } from '../job.ts';

/** Progress closer together than this is not worth a message. */
const PROGRESS_MS = 100;

/** What a context needs beyond the job. */
export interface ContextParts {
  params: unknown;
  checkpoint: Checkpoint;
  signal: AbortSignal;
  log: (line: string) => void;
  software: (name: string, description: string) => void;
  warn: (message: string) => void;
  onProgress: (progress: StageProgress) => void;
}

/** The context of a `uses` stage. */
export function stageContext(
  job: StageJob,
  definition: StageDefinition,
  parts: ContextParts,
): StageContext<never> {
  let last = -Infinity;
  const asked = (name: string, kind: 'one' | 'many'): StageInput[] => {
    const items = job.inputs[name]?.items;
    if (definition.inputs[name] === kind && items !== undefined && (kind === 'many' || items.length === 1))
      return items;
    throw new RangeError(
      `${kind === 'one' ? 'input' : 'inputs'}("${name}"): ${whyNot(job, definition, name, kind)}`,
    );
  };
  return {
    params: parts.params as never,
    input: (name) => asked(name, 'one')[0]!,
    inputs: (name) =>
      definition.inputs[name] === 'optional' ? (job.inputs[name]?.items ?? []) : asked(name, 'many'),
    output: job.staging,
    seed: job.fields.seed,
    parallel: job.parallel === true ? job.threads : 1,
    progress: (progress) => {
      const now = performance.now();
      if (now - last < PROGRESS_MS && progress.fraction < 1) return;
      last = now;
      parts.onProgress(progress);
    },
    checkpoint: parts.checkpoint,
    log: parts.log,
    software: parts.software,
    warn: parts.warn,
    signal: parts.signal,
  };
}

function whyNot(job: StageJob, definition: StageDefinition, name: string, kind: 'one' | 'many'): string {
  const declared = definition.inputs[name];
  if (declared === undefined) {
    const names = Object.keys(definition.inputs).join(', ') || 'none';
    return `the stage ${definition.name} declares no such input; it declares: ${names}`;
  }
  if (declared !== kind)
    return `the stage ${definition.name} declares it as "${declared}", expected "${kind}"`;
  const items = job.inputs[name]?.items;
  return items === undefined
    ? '"needs" in pipeline.yaml does not name it'
    : `expected one producer, received ${items.length}`;
}
