import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Checkpoint, StageMetrics } from '../../pipeline/stage/stage.ts';
import type { StageJob, WorkerNews } from '../job.ts';
import { loadStage, parseParams } from './load-stage.ts';
import { stageContext } from './stage-context.ts';

/** What a stage gave back. */
export interface StageResult {
  metrics: StageMetrics;
  /** The paths that it declares, relative to its output folder. */
  outputs: string[];
  /** What it said that it computes with, by name. */
  software?: Record<string, string>;
}

/** What a stage file is given beside its job. */
export interface StageHost {
  checkpoint: Checkpoint;
  /** Aborted with the reason `interrupt` or `timeout`. */
  signal: AbortSignal;
  log: (line: string) => void;
  tell: (news: WorkerNews) => void;
}

/**
 * Loads a stage file in this process and runs it.
 * @throws PipelineError bad-stage-file, bad-params, stage-code, stage-failed, and whatever the stage throws
 */
export async function runStageFile(job: StageJob, file: string, host: StageHost): Promise<StageResult> {
  const definition = await loadStage(file, job.codeFiles);
  const software: Record<string, string> = {};
  const context = stageContext(job, definition, {
    params: parseParams(definition, job.fields.params, job.location),
    signal: host.signal,
    checkpoint: host.checkpoint,
    log: host.log,
    software: (name, description) => {
      software[name] = description;
      host.log(`${name}: ${description}`);
    },
    warn: (message) => {
      host.log(`warning: ${message}`);
      host.tell({ type: 'warning', message });
    },
    onProgress: (progress) => {
      host.tell({ type: 'progress', ...progress });
    },
  });
  const metrics = await checkedMetrics((await definition.run(context)) ?? {}, job);
  return {
    metrics,
    outputs: definition.outputs,
    ...(Object.keys(software).length > 0 && { software }),
  };
}

/** @throws PipelineError stage-failed where a metric cannot be kept */
async function checkedMetrics(
  metrics: Record<string, unknown>,
  { location }: StageJob,
): Promise<StageMetrics> {
  const entries = Object.entries(metrics);
  const wrong = entries.find(
    ([, value]) => !['string', 'boolean'].includes(typeof value) && !Number.isFinite(value),
  );
  if (!wrong) return Object.fromEntries(entries) as StageMetrics;
  // Loaded where it is needed, as everything is that this process can do without: a module takes it a millisecond.
  const { describe } = await import('../../pipeline/faults/issue.ts');
  throw new PipelineError('stage-failed', `the metric "${wrong[0]}" is ${describe(wrong[1])}`, {
    location,
    hint: 'Metrics are finite numbers, words, true and false: make the stage return one of these, or leave it out.',
  });
}
