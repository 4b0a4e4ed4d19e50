import { mkdirSync } from 'node:fs';
import { relative } from 'node:path';
import { type ActionRecord, writeRecord } from '../../cache/actions/action-record.ts';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { CheckpointStore } from '../../cache/outputs/checkpoint-store.ts';
import { checkOutput } from '../../cache/outputs/output-check.ts';
import { type Touched, watchOutputs } from '../../cache/outputs/touched.ts';
import { firstDifference } from '../../cache/outputs/first-difference.ts';
import { makeOwn } from '../../cache/outputs/own-tree.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { present } from '../../present.ts';
import { storeOutput } from '../../cache/outputs/output-store.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { reportError } from '../error-report.ts';
import type { JobResult, StageJob, VerifyJob, WorkerNews } from '../job.ts';
import { type Leftover, namedProcesses } from '../leftovers/end-leftovers.ts';
import type { StageResult } from '../stage/run-stage-file.ts';
import { checkOutputs } from './check-outputs.ts';
import { cachedInputs, checkUndisturbed } from './check-inputs.ts';
import { describeMachine } from './machine.ts';
import { StageCrash, runStage } from './run-stage.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { StageLog } from './stage-log.ts';

/**
 * Results that took longer are written through to the disk. What took less is computed again in about the time that the
 * disk takes to confirm it; a power cut that loses it leaves a miss or damage that is found, never a wrong hit.
 */
const DURABLE_MS = 100;

/** The manifest of a larger tree is read from its file where it is needed, instead of travelling between processes. */
const TELL_PATHS = 100;

/** How long the last parts of a pipe may take to end after a stage. */
const PIPE_MS = 500;

/** How long what a stage started may take to clean up after it was asked to stop. */
const CLEAN_UP_MS = 2000;

/** What a job may say and hear while it runs. */
export interface JobChannel {
  tell(news: WorkerNews): void;
  /** Aborted with the reason `interrupt` or `timeout`. */
  signal: AbortSignal;
  log: StageLog;
  /** What the stage is started with. */
  environment: NodeJS.ProcessEnv;
  /** Where the stage runs, if not with all that there is. */
  sandbox?: Sandbox;
  /** Ends what the stage has started and what runs on after so many milliseconds. */
  endLeftovers: (graceMs: number) => Promise<Leftover[]>;
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
  let inputsSince: (() => Touched[]) | undefined;
  let working = false;
  try {
    mkdirSync(job.staging, { recursive: true });
    inputsSince = watchOutputs(cache, cachedInputs(job));
    working = true;
    const { result, ...used } = await runWork(job, channel, checkpoints);
    working = false;
    tellLeftovers(job, channel, await channel.endLeftovers(PIPE_MS));
    checkOutputs(job, result.outputs);
    checkUndisturbed(job, inputsSince(), startedAt.getTime());
    if (job.compareWith !== undefined) return compareOutput(cache, job, job.compareWith);
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
      metrics: result.metrics,
      provenance: {
        startedAt: startedAt.toISOString(),
        finishedAt: new Date().toISOString(),
        durationMs: Math.round(performance.now() - started),
        ...present({ processorMs: used.processorMs, peakMemoryBytes: used.peakMemoryBytes }),
        ...describeMachine(),
        ...present({ software: result.software }),
        threads: job.threads,
        attempt: job.attempt,
        resumed: used.resumed ?? false,
        ...(job.sandbox && { sandbox: job.sandbox.by }),
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
    await endFailed(job, channel);
    if (channel.signal.aborted) {
      const why = channel.signal.reason as 'interrupt' | 'timeout';
      return { type: 'stopped', why, checkpoint: checkpoints.exists() };
    }
    if (error instanceof StageCrash) return { type: 'crashed', ...error.end };
    const report = reportError(error, `running ${job.instance}`);
    // Where the code of the stage failed is news to its author; where this program met a full disk is not.
    const isTheirs = working || report.code === 'stage-failed';
    channel.log.line(withoutCommand((isTheirs ? report.stack : undefined) ?? report.message));
    // Whatever the stage failed for: nobody else is to read what it has done to its inputs.
    const damaged = (inputsSince?.() ?? []).filter(({ intact }) => !intact);
    return { type: 'failed', error: report, ...(damaged.length > 0 && { damaged }) };
  }
}

function compareOutput(cache: CacheFolder, job: StageJob, stored: Digest): JobResult {
  makeOwn(job.staging);
  return { type: 'compared', ...present({ difference: firstDifference(cache.output(stored), job.staging) }) };
}

/** @throws PipelineError stage-failed where a file of the output would be cut off in the middle */
function tellLeftovers(job: StageJob, channel: JobChannel, left: readonly Leftover[]): void {
  if (left.length === 0) return;
  const message = `the stage left processes running, which were ended: ${namedProcesses(left)}`;
  const writer = left.find(({ writes }) => writes !== undefined);
  if (writer)
    throw new PipelineError(
      'stage-failed',
      `${message}; ${writer.pid} had ${writer.writes!} open for writing`,
      {
        location: job.location,
        hint: 'Wait for it before the stage ends (in a shell: wait).',
      },
    );
  channel.log.line(`warning: ${message}`);
  channel.tell({ type: 'warning', message });
}

/** What a stage that failed or was stopped has started gets a moment to clean up. */
async function endFailed(job: StageJob, channel: JobChannel): Promise<void> {
  try {
    const left = await channel.endLeftovers(channel.signal.aborted ? CLEAN_UP_MS : PIPE_MS);
    tellLeftovers(
      job,
      channel,
      left.map(({ pid, group, command }) => ({ pid, group, command })),
    );
  } catch (error) {
    // That it failed, and why, is the news; this comes on top.
    channel.log.line(`warning: ${reportError(error, `ending ${job.instance}`).message}`);
  }
}

/** The end of the log is shown below the failure, which names the command already. */
function withoutCommand(text: string): string {
  return text.replace(/^(the command (?:was )?ended [^:]*): [^]*$/, '$1');
}

/** What the work gave, and what is known of the process in which it was done. */
interface WorkDone {
  result: StageResult;
  peakMemoryBytes?: number;
  processorMs?: number;
  resumed?: boolean;
}

async function runWork(job: StageJob, channel: JobChannel, checkpoints: CheckpointStore): Promise<WorkDone> {
  const { environment, log, sandbox, signal } = channel;
  const host = { environment, log: log.descriptor, signal, sandbox };
  if (job.work.kind === 'run') {
    const { runCommand } = await import('./command/run-command.ts');
    await runCommand(job, job.work.command, host);
    return { result: { metrics: {}, outputs: job.work.outputs } };
  }
  return await runStage(job, job.work.file, {
    ...host,
    tell: (news) => {
      channel.tell(news);
    },
    checkpoint: lastCheckpoint(job, channel, checkpoints),
    saveCheckpoint: async (write) => {
      const folder = await checkpoints.save(write);
      channel.tell({ type: 'checkpoint' });
      return folder;
    },
  });
}

function lastCheckpoint(
  job: StageJob,
  channel: JobChannel,
  checkpoints: CheckpointStore,
): string | undefined {
  // What is compared is computed from the beginning.
  if (job.compareWith !== undefined) return undefined;
  return checkpoints.load((damage) => {
    channel.tell({ type: 'damaged-checkpoint', damage });
  });
}
