import { PipelineError } from '../../pipeline/faults/error.ts';

/** An option that has no effect without another: whoever gives it expects one, such as the exit code of a comparison. */
export function idleOption(command: string, given: string, needed: string): PipelineError {
  return new PipelineError('bad-argument', `${command} ${given} does nothing without ${needed}`, {
    hint: `add ${needed}, or leave ${given} out`,
  });
}
