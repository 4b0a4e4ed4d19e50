import { annotateError } from './annotate-error.ts';
import { appendSummary } from './append-summary.ts';
import { asText } from '../print-error.ts';
import { visible } from '../../pipeline/faults/visible.ts';
import { fenced } from '../markdown/fenced.ts';

/** Tells GitHub the error that ended a command: annotations on standard error, and a section of the job summary. */
export function tellGithub(error: unknown): void {
  process.stderr.write(annotateError(error));
  appendSummary([`### eos-pipeline ended with an error\n\n${fenced(visible(asText(error)))}`]);
}
