import { durationText } from './duration-text.ts';

/** The line of a run that found everything up to date. */
export function nothingToDo(instances: number, elapsedMs: number): string {
  const counted = instances === 1 ? '1 instance' : `${instances} instances`;
  return `nothing to do: ${counted} up to date (${durationText(elapsedMs)})`;
}
