import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** The command that users run. */
export const BIN = resolve(import.meta.dirname, '../bin/eos-pipeline.js');

/** How a command ended and what it said. */
export interface Outcome {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command line in a project folder. */
export function eosPipeline(folder: string, ...args: string[]): Promise<Outcome> {
  return eosPipelineWith({}, folder, ...args);
}

/** The same with more variables in its environment. */
export function eosPipelineWith(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
  ...args: string[]
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', fail);
    child.on('close', (exitCode) => {
      done({ exitCode, stdout, stderr });
    });
  });
}

/** The lines of JSON that a command with --json wrote. */
export function jsonLines(outcome: Outcome): Record<string, unknown>[] {
  return outcome.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Names of the instances that a run with --json executed, in the order in which they ended. */
export function instancesThatRan(outcome: Outcome): string[] {
  return jsonLines(outcome)
    .filter(({ type }) => type === 'instance-finished')
    .map(({ instance }) => instance as string);
}
