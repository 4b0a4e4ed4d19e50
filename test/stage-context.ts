import type { z } from 'zod';
import type {
  Checkpoint,
  StageContext,
  StageDefinition,
  StageInput,
  StageMetrics,
  StageProgress,
} from '../src/pipeline/stage/stage.ts';

/** What a stage did when it was run without the engine. */
export interface StageOutcome {
  metrics: StageMetrics | undefined;
  progress: StageProgress[];
  log: string[];
  warnings: string[];
}

/** Runs one stage as the engine would: parameters through its schema, then `run`. */
export async function runStage<Schema extends z.ZodType>(
  stage: StageDefinition<Schema>,
  options: {
    params: unknown;
    output: string;
    inputs?: Record<string, StageInput | StageInput[]>;
    signal?: AbortSignal;
    checkpoint?: Checkpoint;
    parallel?: number;
  },
): Promise<StageOutcome> {
  const inputs = options.inputs ?? {};
  const outcome: StageOutcome = { metrics: undefined, progress: [], log: [], warnings: [] };
  const context: StageContext<z.output<Schema>> = {
    params: stage.params.parse(options.params),
    input: (name) => {
      const found = inputs[name];
      if (found === undefined || Array.isArray(found)) throw new Error(`no single input ${name}`);
      return found;
    },
    inputs: (name) => [inputs[name] ?? []].flat(),
    output: options.output,
    seed: 0,
    parallel: options.parallel ?? 1,
    progress: (progress) => outcome.progress.push(progress),
    checkpoint: options.checkpoint ?? { load: () => undefined, save: () => Promise.resolve() },
    log: (line) => outcome.log.push(line),
    software: (name, description) => outcome.log.push(`${name}: ${description}`),
    warn: (message) => outcome.warnings.push(message),
    signal: options.signal ?? new AbortController().signal,
  };
  outcome.metrics = await stage.run(context);
  return outcome;
}
