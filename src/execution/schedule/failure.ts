import { shellQuote } from '../../pipeline/values/shell-quote.ts';
import type { PipelineErrorCode } from '../../pipeline/faults/error.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import type { ErrorReport } from '../event.ts';
import type { AttemptResult } from '../executor.ts';

/** What a result that is no success means for the person who reads it; undefined for successes and interruptions. */
export function failureOf(instance: Instance, result: AttemptResult): ErrorReport | undefined {
  switch (result.type) {
    case 'failed':
      return result.error;
    case 'crashed':
      return report(instance, 'stage-crashed', crashText(result), crashHint(result));
    case 'stopped': {
      if (result.why === 'interrupt') return undefined;
      const seconds = (instance.timeoutMs ?? 0) / 1000;
      const saved = result.checkpoint ? ' Its checkpoint is kept: the next run continues from there.' : '';
      return report(
        instance,
        'stage-timeout',
        `the stage did not end within its timeout of ${seconds} s`,
        `Raise "timeout" of the stage in pipeline.yaml.${saved}`,
      );
    }
    case 'stored':
    case 'compared':
    case 'verified':
    case 'damaged-inputs':
    case 'left':
      return undefined;
  }
}

/** Whether an attempt ended because the run does, not by a fault; `asked`: somebody asked everything to stop. */
export function isInterruption(result: AttemptResult, asked: boolean): boolean {
  if (result.type === 'left' || (result.type === 'stopped' && result.why === 'interrupt')) return true;
  return asked && result.type !== 'failed';
}

/** The command that runs just this instance again, quoted for a shell. */
export function rerunCommand(id: string): string {
  return `eos-pipeline repro ${shellQuote(id)}`;
}

function report(instance: Instance, code: PipelineErrorCode, message: string, hint: string): ErrorReport {
  return { code, message, hint, location: instance.location };
}

function crashText({ signal, exitCode }: { signal?: string; exitCode?: number }): string {
  if (signal !== undefined) return `its process was ended by ${signal}`;
  return `its process ended in the middle${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`;
}

function crashHint({ signal }: { signal?: string }): string {
  if (signal === 'SIGKILL') {
    return 'Another program ended it, or the system did because memory ran out: lower --jobs, or give the stage "resources: { memory: … }".';
  }
  if (signal === 'SIGABRT') return 'Out of memory looks like this: the last lines of the log say more.';
  return 'The last lines of the log say more.';
}
