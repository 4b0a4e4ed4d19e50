import { systemError } from '../cache/files/system-error.ts';
import { PipelineError, type PipelineErrorCode } from '../pipeline/faults/error.ts';
import type { ErrorReport } from './event.ts';
import { present } from '../present.ts';

/** An error as data; errors of the file system say what they mean, anything unknown counts as a failure of the stage. */
export function reportError(
  error: unknown,
  doing: string,
  code: PipelineErrorCode = 'stage-failed',
): ErrorReport {
  const meant = systemError(error, doing);
  if (!(meant instanceof PipelineError)) {
    const message = meant instanceof Error ? `${named(meant)}${meant.message}` : String(meant);
    const hint =
      meant instanceof Error && 'hint' in meant && typeof meant.hint === 'string' ? { hint: meant.hint } : {};
    return { code, message, ...hint, ...stackOf(meant) };
  }
  return {
    code: meant.code,
    message: meant.message,
    ...(meant.location && { location: meant.location }),
    ...present({ hint: meant.hint }),
    ...stackOf(meant.cause),
  };
}

/** Whether the fault is in what the user gave, so that running again cannot help. */
export function isBadInput(report: ErrorReport): boolean {
  return new PipelineError(report.code, '').exitCode === 2;
}

/** The name says something where it is not just "Error". */
function named(error: Error): string {
  return error.name === 'Error' || error.name === '' ? '' : `${error.name}: `;
}

function stackOf(error: unknown): { stack?: string } {
  return error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
}
