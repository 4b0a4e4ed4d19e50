import { FaultsError } from '../pipeline/faults/fault.ts';
import { PipelineError } from '../pipeline/faults/error.ts';
import { visible } from '../pipeline/faults/visible.ts';

/** Shows an error to the person (standard error) or the program (one JSON line on standard output) that ran the command. */
export function printError(error: unknown, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ version: 1, type: 'error', ...asJson(error) })}\n`);
  else process.stderr.write(`${visible(asText(error))}\n`);
}

/** The exit code that an error ends the process with. */
export function exitCodeOf(error: unknown): number {
  return error instanceof PipelineError ? error.exitCode : 1;
}

function asJson(error: unknown): object {
  if (error instanceof FaultsError) return { code: error.code, message: error.message, faults: error.faults };
  if (error instanceof PipelineError) {
    const { code, message, location, hint } = error;
    return { code, message, location, hint };
  }
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    stack: stackOf(error),
  };
}

/** An error as a person reads it. */
export function asText(error: unknown): string {
  if (error instanceof FaultsError) return error.message;
  if (error instanceof PipelineError) {
    const { location, message, hint } = error;
    const where = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
    return hint === undefined ? `${where}${message}` : `${where}${message}\n  ${hint}`;
  }
  return `eos-pipeline has a defect: please report this.\n${stackOf(error)}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
