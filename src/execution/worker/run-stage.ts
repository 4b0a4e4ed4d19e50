import { cpSync } from 'node:fs';
import { canonicalJson } from '../../cache/files/canonical-json.ts';
import { renameTree } from '../../cache/files/remove-tree.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { JsonValue } from '../../pipeline/values/json.ts';
import { present } from '../../present.ts';
import type { ErrorReport } from '../event.ts';
import { reportError } from '../error-report.ts';
import type { StageJob, WorkerNews } from '../job.ts';
import type { FromStage, StageOutcome, ToStage } from '../stage/stage-message.ts';
import { checkpointFolder } from '../working-folder.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { type StageEnd, startStage } from './start-stage.ts';
import { checkPackages } from './unseen-packages.ts';
import { checkDeclared, soughtInProject, soughtOutside } from './undeclared.ts';

/** What a stage file is run with. */
export interface StageRun {
  environment: NodeJS.ProcessEnv;
  /** Descriptor that takes what it prints. */
  log: number;
  /** Aborted with the reason `interrupt` or `timeout`. */
  signal: AbortSignal;
  tell: (news: WorkerNews) => void;
  /** The folder of the last checkpoint. */
  checkpoint: string | undefined;
  /** Lets `write` fill a new checkpoint; gives the folder in which that lies then. */
  saveCheckpoint: (write: (folder: string) => void) => Promise<string>;
  sandbox?: Sandbox | undefined;
}

/** The process of a stage file ended before it had said how the stage ended. */
export class StageCrash extends Error {
  readonly end: StageEnd;

  constructor(end: StageEnd) {
    super('the process of the stage ended in the middle');
    this.end = end;
  }
}

/**
 * Runs a stage file in a process of its own, which is over when this is.
 * @throws StageCrash
 * @throws PipelineError what the stage failed with, stage-code where it read what its key does not see
 */
export async function runStage(
  job: StageJob,
  file: string,
  host: StageRun,
): Promise<StageOutcome & { type: 'done' }> {
  const { checkpoint, sandbox, signal } = host;
  const { process: child, ended } = startStage(job, host, sandbox);
  const send = (message: ToStage): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  let outcome: StageOutcome | undefined;
  child.on('message', (message: FromStage) => {
    switch (message.type) {
      case 'news':
        host.tell(message.news);
        return;
      case 'checkpoint':
        void keep(job, message.folder, host).then((kept) => {
          send({ type: 'saved', ...kept });
        });
        return;
      case 'done':
      case 'failed':
        outcome = message;
        // In a sandbox it is no child of this process.
        if (sandbox) send({ type: 'over' });
        else child.kill('SIGKILL');
    }
  });
  const stop = (): void => {
    send({ type: 'abort', why: signal.reason as 'interrupt' | 'timeout' });
  };
  signal.addEventListener('abort', stop, { once: true });
  const checkpoints = { fill: checkpointFolder(job.staging), ...present({ last: checkpoint }) };
  // In the order of the key, which does not see another one.
  const params = JSON.parse(canonicalJson(job.fields.params)) as JsonValue;
  send({ type: 'start', job: { ...job, fields: { ...job.fields, params } }, file, checkpoints });
  try {
    const end = await ended;
    if (outcome === undefined) throw new StageCrash(end);
    if (outcome.type === 'failed') throw failed(job, outcome, sandbox !== undefined);
    // In a sandbox there is nothing else to read.
    if (!sandbox) checkDeclared(job, outcome.seen.loaded, outcome.seen);
    await checkPackages(job, outcome.seen.packages);
    return outcome;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Moves a folder that the stage has filled to the checkpoints; out of a sandbox, which shows no other folder, a copy of it. */
async function keep(
  job: StageJob,
  folder: string,
  { saveCheckpoint, sandbox }: StageRun,
): Promise<{ folder?: string; error?: ErrorReport }> {
  try {
    if (sandbox) {
      await saveCheckpoint((filling) => {
        cpSync(folder, filling, { recursive: true });
      });
      return {};
    }
    return {
      folder: await saveCheckpoint((filling) => {
        renameTree(folder, filling);
      }),
    };
  } catch (error) {
    return { error: reportError(error, `saving a checkpoint of ${job.instance}`) };
  }
}

function failed(
  job: StageJob,
  { error, seen }: StageOutcome & { type: 'failed' },
  inSandbox: boolean,
): PipelineError {
  const sought = seen && (inSandbox ? soughtOutside : soughtInProject)(job, seen);
  if (sought) return sought;
  const cause = Object.assign(new Error(error.message), { stack: error.stack });
  return new PipelineError(error.code, error.message, {
    ...present({ location: error.location, hint: error.hint }),
    ...(error.stack !== undefined && { cause }),
  });
}
