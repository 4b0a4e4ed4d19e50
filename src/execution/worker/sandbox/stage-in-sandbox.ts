import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PipelineError } from '../../../pipeline/faults/error.ts';
import { present } from '../../../present.ts';
import type { ErrorReport } from '../../event.ts';
import { reportError } from '../../error-report.ts';
import type { StageJob } from '../../job.ts';
import type { StageResult } from '../check-result.ts';
import type { StageHost } from '../run-stage-file.ts';
import { soughtOutside } from '../undeclared.ts';
import type { Sandbox } from './sandbox.ts';
import type { FromSandbox, ToSandbox } from './sandbox-message.ts';

const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './inside-sandbox.ts' : './inside-sandbox.js', import.meta.url),
);

/** Runs a stage file in a process of its own that sees nothing but the view of the sandbox. */
export async function runStageInSandbox(
  job: StageJob,
  file: string,
  { host, sandbox, log }: { host: StageHost; sandbox: Sandbox; log: number },
): Promise<StageResult> {
  const checkpoint = host.checkpoint.load();
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', ENTRY];
  const { process: child, ended } = sandbox.start(node, {
    log,
    environment: process.env,
    ipc: true,
    checkpoint,
  });
  const send = (message: ToSandbox): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  let outcome: (FromSandbox & { type: 'done' | 'failed' }) | undefined;
  child.on('message', (message: FromSandbox) => {
    switch (message.type) {
      case 'news':
        host.tell(message.news);
        return;
      case 'checkpoint':
        void keep(message.folder, host, job).then((error) => {
          send({ type: 'saved', ...present({ error }) });
        });
        return;
      case 'done':
      case 'failed':
        outcome = message;
        send({ type: 'over' });
    }
  });
  const stop = (): void => {
    send({ type: 'abort', why: host.signal.reason as 'interrupt' | 'timeout' });
  };
  host.signal.addEventListener('abort', stop, { once: true });
  send({ type: 'start', job, file, ...present({ checkpoint }) });
  try {
    const exitCode = await ended;
    host.signal.throwIfAborted();
    if (outcome?.type === 'done') return { ...outcome.result, peakMemoryBytes: outcome.peakMemoryBytes };
    throw outcome === undefined ? crashed(job, exitCode) : failed(job, outcome);
  } finally {
    host.signal.removeEventListener('abort', stop);
  }
}

async function keep(
  folder: string,
  { checkpoint }: StageHost,
  job: StageJob,
): Promise<ErrorReport | undefined> {
  try {
    await checkpoint.save((filling) => {
      cpSync(folder, filling, { recursive: true });
    });
    return undefined;
  } catch (error) {
    return reportError(error, `saving a checkpoint of ${job.instance}`);
  }
}

function failed(job: StageJob, { error, sought }: FromSandbox & { type: 'failed' }): PipelineError {
  const outside = sought && soughtOutside(job, sought);
  if (outside) return outside;
  const cause = Object.assign(new Error(error.message), { stack: error.stack });
  return new PipelineError(error.code, error.message, {
    ...present({ location: error.location, hint: error.hint }),
    ...(error.stack !== undefined && { cause }),
  });
}

function crashed(job: StageJob, exitCode: number): PipelineError {
  return new PipelineError('stage-crashed', `its process ended in the middle with exit code ${exitCode}`, {
    location: job.location,
    hint: 'The last lines of the log say more.',
  });
}
