import type { SourceLocation } from '../../pipeline/faults/error.ts';
import { annotation } from './annotation.ts';

/** One thing to annotate. */
export interface Annotated {
  title: string;
  message: string;
  location?: SourceLocation;
}

/** GitHub shows ten errors of a step, and drops the rest unsaid: the tenth says how many there are. */
const MOST = 10;

/** Errors as workflow commands; where they are more than GitHub shows, the last one counts the others. */
export function annotations(errors: readonly Annotated[]): string {
  const shown = errors.length > MOST ? errors.slice(0, MOST - 1) : errors;
  const lines = shown.map(({ title, message, location }) => annotation(title, message, location));
  if (shown.length < errors.length)
    lines.push(
      annotation('eos-pipeline', `${errors.length - shown.length} more errors: the log has them`, undefined),
    );
  return lines.join('');
}
