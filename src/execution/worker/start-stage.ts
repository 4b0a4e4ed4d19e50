import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { StageJob } from '../job.ts';
import { workingFolder } from '../working-folder.ts';
import type { Sandbox, SandboxStart } from './sandbox/sandbox.ts';

const ENTRY = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../stage/stage-process.ts' : '../stage/stage-process.js',
    import.meta.url,
  ),
);

/** The type stripping of older Node versions warns; a user can do nothing about it. */
const WORDS = ['--disable-warning=ExperimentalWarning', ENTRY];

/** How a process ended. */
export interface StageEnd {
  exitCode?: number;
  signal?: string;
}

/** The process of a stage file. */
export interface StartedStage {
  process: ReturnType<Sandbox['start']>['process'];
  /** How it ended; everything that it said has arrived by then, where nothing else was asked of it. */
  ended: Promise<StageEnd>;
}

/** Starts the process of a stage file, in a folder of its own that is empty, or in a sandbox. */
export function startStage(
  job: StageJob,
  { environment, log, checkpoint }: Omit<SandboxStart, 'ipc'>,
  sandbox?: Sandbox,
): StartedStage {
  if (sandbox !== undefined) {
    const command = [process.execPath, ...WORDS];
    const started = sandbox.start(command, { environment, log, checkpoint, ipc: true });
    return { ...started, ended: started.ended.then(endOf) };
  }
  const folder = workingFolder(job.staging);
  // A relative path leads neither to the project nor to what another stage left.
  mkdirSync(folder, { recursive: true });
  const started = spawn(process.execPath, WORDS, {
    cwd: folder,
    env: environment,
    // In the process group of the worker, so that whatever ends the worker ends the stage.
    stdio: ['ignore', log, log, 'ipc'],
    serialization: 'advanced',
  });
  const ended = new Promise<StageEnd>((resolve, reject) => {
    started.on('error', reject);
    // After its end and the end of the channel: what it said last counts.
    started.on('close', (exitCode, signal) => {
      resolve({ ...(exitCode !== null && { exitCode }), ...(signal !== null && { signal }) });
    });
  });
  return { process: started, ended };
}

/** What a shell makes of the end of a program: for a signal 128 and its number. */
function endOf(exitCode: number): StageEnd {
  const signal = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)?.[0];
  return signal === undefined ? { exitCode } : { signal };
}
