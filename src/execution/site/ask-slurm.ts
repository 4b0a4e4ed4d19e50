import { execFile } from 'node:child_process';

/** A command of Slurm that hangs with its controller is given up after this long. */
const PATIENCE_MS = 30_000;

/** How a command of Slurm ended. */
export interface SlurmAnswer {
  /** `missing`: there is no such command; `hung`: it did not end in time. */
  state: 'answered' | 'refused' | 'missing' | 'hung';
  stdout: string;
  /** What it said on standard error, in one line, without the names of commands. */
  complaint: string;
}

/** Runs a command of Slurm without a shell; never rejects. */
export function askSlurm(command: string, args: readonly string[]): Promise<SlurmAnswer> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: PATIENCE_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const state =
        error === null
          ? 'answered'
          : error.code === 'ENOENT'
            ? 'missing'
            : error.killed === true
              ? 'hung'
              : 'refused';
      const lines = stderr.trim().split('\n');
      const complaint = lines.map((line) => line.replace(/^\w+: (error: |fatal: )*/, '')).join('; ');
      resolve({ state, stdout: stdout.trim(), complaint });
    });
  });
}
