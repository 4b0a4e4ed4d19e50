import { counted } from '../pipeline/faults/counted.ts';
import { durationText } from './duration-text.ts';

/** Said of a pipeline in which nothing is left to run: `stages: {}`, or every stage only on demand. */
export const NO_INSTANCES = 'the pipeline has no instances: there is nothing to run';

/** The line of a run that found everything up to date. */
export function nothingToDo(instances: number, elapsedMs: number): string {
  if (instances === 0) return NO_INSTANCES;
  return `nothing to do: ${counted(instances, 'instance')} up to date (${durationText(elapsedMs)})`;
}
