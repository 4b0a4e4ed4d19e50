import { PipelineError } from '../../pipeline/faults/error.ts';
import { FaultsError } from '../../pipeline/faults/fault.ts';
import { visible } from '../../pipeline/faults/visible.ts';
import { present } from '../../present.ts';
import { annotations, type Annotated } from './annotations.ts';

/** The annotations of an error that ended a command: one for each fault, at its place. */
export function annotateError(error: unknown): string {
  return annotations(annotated(error).map((one) => ({ ...one, message: visible(one.message) })));
}

function annotated(error: unknown): Annotated[] {
  const title = 'eos-pipeline';
  if (error instanceof FaultsError)
    return error.faults.map(({ message, expected, hint, location }) => ({
      title,
      message: lines(message, expected === undefined ? undefined : `expected ${expected}`, hint),
      ...present({ location }),
    }));
  if (error instanceof PipelineError) {
    const { message, hint, location } = error;
    return [{ title, message: lines(message, hint), ...present({ location }) }];
  }
  return [{ title, message: error instanceof Error ? error.message : String(error) }];
}

function lines(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('\n');
}
