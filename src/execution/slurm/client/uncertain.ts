import type { Said } from './slurm-command.ts';

/** What a client says when it does not know whether the controller took the job. */
const UNCERTAIN =
  /timed out|unable to contact|connect(?:ion)? (?:failure|refused|reset)|zero bytes|temporarily|transport endpoint|communication/i;

/** Whether the job may be in the queue although sbatch did not say so. */
export function isUncertain({ exitCode, stderr, missing }: Said): boolean {
  if (missing === true) return false;
  return exitCode === undefined || exitCode === 0 || UNCERTAIN.test(stderr);
}
