import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkFolder } from '../../cache/outputs/own-tree.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { lookAlike } from '../../pipeline/plan/look-alike.ts';
import type { StageJob } from '../job.ts';

/**
 * Makes sure that a stage has made what it declares, in a folder of its own.
 * @param outputs - the paths that it declares, relative to its output folder
 * @throws PipelineError stage-failed, missing-output
 */
export function checkOutputs(job: StageJob, outputs: readonly string[]): void {
  checkFolder(job.staging);
  const missing = outputs.filter((path) => !existsSync(join(job.staging, path)));
  if (missing.length === 0) return;
  throw new PipelineError('missing-output', `the stage ended without making ${missing.join(', ')}`, {
    location: job.location,
    hint: `It declares the outputs ${outputs.join(', ')}: make it write them to its output folder, or correct "outputs". ${madeInstead(job.staging, missing)}`,
  });
}

const MOST_NAMES = 10;

/** What is in the output folder, and which of it was probably meant. */
function madeInstead(staging: string, missing: string[]): string {
  for (const path of missing) {
    const alike = lookAlike(join(staging, path));
    if (alike !== undefined) return `${alike}.`;
  }
  const names = readdirSync(staging, { recursive: true, encoding: 'utf8' }).sort();
  if (names.length === 0) return 'It made nothing there.';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `It made ${names.slice(0, MOST_NAMES).join(', ')}${more}.`;
}
