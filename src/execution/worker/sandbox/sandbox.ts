import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { logTail } from '../../../cache/log-file.ts';
import { PipelineError } from '../../../pipeline/faults/error.ts';
import type { StageJob } from '../../job.ts';
import { type SandboxMaker, launchSandbox } from '../../sandbox/launch-sandbox.ts';
import { workingFolder } from '../../working-folder.ts';
import { stageView } from './stage-view.ts';

/**
 * The first process of a sandbox, with whose end all others of it end. It says on descriptor 4 that it runs, and later how the command
 * has ended, and then waits for the end of descriptor 5: so what the command has left running can be seen.
 */
const FIRST = 'echo started >&4; "$@" 4>&- 5>&-; code=$?; echo "$code" >&4; read -r _ <&5; exit "$code"';

/** A sandbox whose command has ended and that does not end itself within this is killed. */
const PATIENCE_MS = 2000;

/** How a command in a sandbox is started. */
export interface SandboxStart {
  environment: NodeJS.ProcessEnv;
  /** The folder of the checkpoint that it goes on from. */
  checkpoint?: string | undefined;
  /** Descriptor that takes what it prints. */
  log: number;
  /** Node is to have a channel to it. */
  ipc: boolean;
}

/** The sandbox of a job. */
export class Sandbox {
  readonly #job: StageJob;
  readonly #by: SandboxMaker;
  readonly #network: boolean;
  #process: ChildProcess | undefined;

  /** @param job - with real paths */
  constructor(job: StageJob, { by, network }: NonNullable<StageJob['sandbox']>) {
    this.#job = job;
    this.#by = by;
    this.#network = network;
  }

  /** The process that has made it: it and its child are no processes of the stage. */
  get keeper(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts its command; `ended` gives the exit code, with 128 more than its number for a signal. */
  start(
    command: readonly string[],
    { environment, log, ipc, checkpoint }: SandboxStart,
  ): { process: ChildProcess; ended: Promise<number> } {
    const view = stageView(this.#job, { environment, checkpoint, network: this.#network });
    const first = ['/bin/sh', '-c', FIRST, 'sandbox', ...command];
    const [program, words] = launchSandbox(this.#by, view, workingFolder(this.#job.staging), first);
    const started = spawn(program, words, {
      // Node hands the channel down as the descriptor after the first three.
      stdio: ['ignore', log, log, ipc ? 'ipc' : 'ignore', 'pipe', 'pipe'],
      env: environment,
      serialization: 'advanced',
    });
    this.#process = started;
    return { process: started, ended: this.#ended(started) };
  }

  /** Ends it, with all that is in it. */
  async close(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    pipesOf(child).hold?.destroy();
    await Promise.race([gone, setTimeout(PATIENCE_MS, undefined, { ref: false })]);
    child.kill('SIGKILL');
  }

  async #ended(child: ChildProcess): Promise<number> {
    const failed = once(child, 'error').then(([error]) => {
      throw this.#notMade((error as Error).message);
    });
    const { said, hold } = pipesOf(child);
    hold?.on('error', () => undefined);
    const lines = await Promise.race([said === undefined ? failed : linesOf(said), failed]);
    if (lines.length === 2) return Number(lines[1]);
    if (lines.length === 0) throw this.#notMade(logTail(this.#job.log, 1)[0] ?? 'it ended without a word');
    // Somebody has killed it.
    return 128 + 9;
  }

  #notMade(reason: string): PipelineError {
    return new PipelineError(
      'stage-failed',
      `the sandbox of the stage could not be made (${this.#by}): ${reason}`,
      {
        location: this.#job.location,
        hint: 'Run "eos-pipeline doctor" here: it says what stands in the way. Without "sandbox: true" the stage runs as others do.',
      },
    );
  }
}

/** Its descriptors 4 and 5; absent where it could not be started. */
function pipesOf(child: ChildProcess): { said?: Readable; hold?: Writable } {
  const [, , , , said, hold] = child.stdio as unknown[];
  return { said: said as Readable, hold: hold as Writable };
}

/** The first two lines, or as many as there are before the end. */
async function linesOf(stream: Readable): Promise<string[]> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    text += chunk as string;
    const lines = text.split('\n').slice(0, -1);
    if (lines.length === 2) return lines;
  }
  return text.split('\n').slice(0, -1);
}
