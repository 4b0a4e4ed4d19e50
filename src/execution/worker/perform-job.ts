import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ActionRecord, writeRecord } from '../../cache/actions/action-record.ts';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { CheckpointStore } from '../../cache/outputs/checkpoint-store.ts';
import { inputSignature } from '../../cache/actions/input-content.ts';
import { checkOutput } from '../../cache/outputs/output-check.ts';
import { isMissing } from '../../cache/files/system-error.ts';
import { checkFolder } from '../../cache/outputs/own-tree.ts';
import { storeOutput } from '../../cache/outputs/output-store.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { describe } from '../../pipeline/faults/issue.ts';
import { lookAlike } from '../../pipeline/plan/look-alike.ts';
import type { StageMetrics } from '../../pipeline/stage/stage.ts';
import { reportError } from '../error-report.ts';
import type { JobResult, StageJob, VerifyJob, WorkerNews } from '../job.ts';
import { checkLoaded, loadedFiles } from './loaded-code.ts';
import { describeMachine, peakMemoryBytes, resetPeakMemory } from './machine.ts';
import type { ReadFiles } from './read-files.ts';
import { runCommand } from './run-command.ts';
import { stageContext } from './stage-context.ts';
import { loadStage, parseParams } from './load-stage.ts';
import type { StageLog } from './stage-log.ts';
import { checkDeclared, soughtInProject } from './undeclared.ts';

/**
 * Results that took longer are written through to the disk. What took less is computed again in about the time that the
 * disk takes to confirm it; a power cut that loses it leaves a miss or damage that is found, never a wrong hit.
 */
const DURABLE_MS = 100;

/** The manifest of a larger tree is read from its file where it is needed, instead of travelling between processes. */
const TELL_PATHS = 100;

/** What a job may say and hear while it runs. */
export interface JobChannel {
  tell(news: WorkerNews): void;
  /** Aborted with the reason `interrupt` or `timeout`. */
  signal: AbortSignal;
  log: StageLog;
  /** What the process reads of the project, where that is watched. */
  reads?: ReadFiles;
}

/** Reads the outputs byte by byte. */
export function verifyOutputs(job: VerifyJob): JobResult {
  const cache = new CacheFolder(job.cacheRoot);
  const result: JobResult & { type: 'verified' } = { type: 'verified', damaged: [], restored: [] };
  for (const output of job.outputs) {
    const check = checkOutput(cache, output, 'hash');
    if (check.state === 'intact') result.restored.push(...check.restored);
    else {
      const missing = [{ path: cache.output(output), problem: 'it is missing' }];
      result.damaged.push({ output, problems: check.state === 'damaged' ? check.problems : missing });
    }
  }
  return result;
}

/** Runs a stage and takes its output into the cache. */
export async function performStage(job: StageJob, channel: JobChannel): Promise<JobResult> {
  const cache = new CacheFolder(job.cacheRoot);
  const checkpoints = new CheckpointStore(cache, job.key);
  const startedAt = new Date();
  const started = performance.now();
  let resumed = false;
  try {
    resetPeakMemory();
    mkdirSync(job.staging, { recursive: true });
    const load = (): string | undefined => {
      const folder = checkpoints.load((damage) => {
        channel.tell({ type: 'damaged-checkpoint', damage });
      });
      resumed ||= folder !== undefined;
      return folder;
    };
    const metrics = await runWork(job, channel, checkpoints, load);
    checkUndisturbed(job);
    if (channel.reads) checkDeclared(job, loadedFiles(), channel.reads);
    const durable = performance.now() - started >= DURABLE_MS;
    const stored = storeOutput(cache, job.staging, durable);
    const { manifest } = stored;
    const record: ActionRecord = {
      format: 1,
      key: job.key,
      instance: job.instance,
      stage: job.stage,
      fields: job.fields,
      sources: job.sources,
      output: {
        digest: manifest.digest,
        files: manifest.entries.filter(({ kind }) => kind === 'file').length,
        sizeBytes: manifest.sizeBytes,
      },
      metrics,
      provenance: {
        startedAt: startedAt.toISOString(),
        finishedAt: new Date().toISOString(),
        durationMs: Math.round(performance.now() - started),
        peakMemoryBytes: peakMemoryBytes(),
        ...describeMachine(),
        threads: job.threads,
        attempt: job.attempt,
        resumed,
        log: relative(cache.root, job.log),
      },
    };
    writeRecord(cache, record, durable);
    checkpoints.clear();
    return {
      type: 'stored',
      record,
      ...(manifest.entries.length <= TELL_PATHS && { manifest }),
      ...(stored.replaced && { replaced: stored.replaced }),
    };
  } catch (error) {
    if (channel.signal.aborted) {
      const why = channel.signal.reason as 'interrupt' | 'timeout';
      return { type: 'stopped', why, checkpoint: checkpoints.exists() };
    }
    const sought = channel.reads && isMissing(error) ? soughtInProject(job, channel.reads) : undefined;
    const report = reportError(sought ?? error, `running ${job.instance}`);
    channel.log.line(withoutCommand(report.stack ?? report.message));
    return { type: 'failed', error: report };
  }
}

/** The end of the log is shown below the failure, which names the command already. */
function withoutCommand(text: string): string {
  return text.replace(/^(the command (?:was )?ended [^:]*): [^]*$/, '$1');
}

async function runWork(
  job: StageJob,
  channel: JobChannel,
  checkpoints: CheckpointStore,
  load: () => string | undefined,
): Promise<StageMetrics> {
  if (job.work.kind === 'run') {
    await runCommand(job, job.work.command, channel.log.descriptor, channel.signal);
    checkOutputs(job, job.work.outputs);
    return {};
  }
  const definition = await loadStage(job.work.file, job.codeFiles);
  const context = stageContext(job, definition, {
    params: parseParams(definition, job.fields.params, job.location),
    signal: channel.signal,
    checkpoint: {
      load,
      save: async (write) => {
        await checkpoints.save(write);
        channel.tell({ type: 'checkpoint' });
      },
    },
    log: (line) => {
      channel.log.line(line);
    },
    warn: (message) => {
      channel.log.line(`warning: ${message}`);
      channel.tell({ type: 'warning', message });
    },
    onProgress: (progress) => {
      channel.tell({ type: 'progress', ...progress });
    },
  });
  const metrics = (await definition.run(context)) ?? {};
  checkOutputs(job, definition.outputs);
  checkMetrics(job, metrics);
  return metrics;
}

function checkMetrics(job: StageJob, metrics: Record<string, unknown>): void {
  const wrong = Object.entries(metrics).find(
    ([, value]) => !['string', 'boolean'].includes(typeof value) && !Number.isFinite(value),
  );
  if (!wrong) return;
  throw new PipelineError('stage-failed', `the metric "${wrong[0]}" is ${describe(wrong[1])}`, {
    location: job.location,
    hint: 'Metrics are finite numbers, words, true and false: make the stage return one of these, or leave it out.',
  });
}

function checkOutputs(job: StageJob, outputs: string[]): void {
  checkFolder(job.staging);
  const missing = outputs.filter((path) => !existsSync(join(job.staging, path)));
  if (missing.length === 0) return;
  throw new PipelineError('missing-output', `the stage ended without making ${missing.join(', ')}`, {
    location: job.location,
    hint: `It declares the outputs ${outputs.join(', ')}: make it write them to its output folder, or correct "outputs". ${madeInstead(job.staging, missing)}`,
  });
}

const MOST_NAMES = 10;

/** What is in the output folder, and which of it was probably meant. */
function madeInstead(staging: string, missing: string[]): string {
  for (const path of missing) {
    const alike = lookAlike(join(staging, path));
    if (alike !== undefined) return `${alike}.`;
  }
  const names = readdirSync(staging, { recursive: true, encoding: 'utf8' }).sort();
  if (names.length === 0) return 'It made nothing there.';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `It made ${names.slice(0, MOST_NAMES).join(', ')}${more}.`;
}

/** An input or a lazily loaded source file that changed meanwhile may have been read in its new form: the key would lie. */
function checkUndisturbed(job: StageJob): void {
  checkLoaded(job.codeFiles);
  const file = job.projectFiles.find(({ path, signature }) => inputSignature(path) !== signature);
  if (file) {
    throw new PipelineError('stage-failed', `the input ${file.path} changed while the stage was reading it`, {
      hint: 'Run the same command again when it is complete.',
    });
  }
}
