import type { Checkpoint } from '../../pipeline/stage/stage.ts';
import type { StageJob, WorkerNews } from '../job.ts';
import type { StageResult } from './check-result.ts';
import { loadStage, parseParams } from './load-stage.ts';
import { stageContext } from './stage-context.ts';

/** What a stage file is given beside its job. */
export interface StageHost {
  checkpoint: Checkpoint;
  /** Aborted with the reason `interrupt` or `timeout`. */
  signal: AbortSignal;
  log: (line: string) => void;
  tell: (news: WorkerNews) => void;
}

/** Loads a stage file in this process and runs it. */
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
  const metrics = (await definition.run(context)) ?? {};
  return {
    metrics,
    outputs: definition.outputs,
    ...(Object.keys(software).length > 0 && { software }),
  };
}
