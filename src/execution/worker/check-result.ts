import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkFolder } from '../../cache/outputs/own-tree.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { describe } from '../../pipeline/faults/issue.ts';
import { lookAlike } from '../../pipeline/plan/look-alike.ts';
import type { StageMetrics } from '../../pipeline/stage/stage.ts';
import type { StageJob } from '../job.ts';

/** What a stage gave back and what it is to have left. */
export interface StageResult {
  metrics: Record<string, unknown>;
  /** The paths that it declares, relative to its output folder. */
  outputs: string[];
  /** What it said that it computes with, by name. */
  software?: Record<string, string>;
  /** Of a process of its own. */
  peakMemoryBytes?: number;
}

/**
 * Makes sure that a stage has made what it declares, in a folder of its own, and measured what can be kept.
 * @throws PipelineError stage-failed, missing-output
 */
export function checkResult(job: StageJob, { metrics, outputs }: StageResult): StageMetrics {
  checkOutputs(job, outputs);
  checkMetrics(job, metrics);
  return metrics as StageMetrics;
}

function checkMetrics(job: StageJob, metrics: Record<string, unknown>): void {
  const wrong = Object.entries(metrics).find(
    ([, value]) => !['string', 'boolean'].includes(typeof value) && !Number.isFinite(value),
  );
  if (!wrong) return;
  throw new PipelineError('stage-failed', `the metric "${wrong[0]}" is ${describe(wrong[1])}`, {
    location: job.location,
    hint: 'Metrics are finite numbers, words, true and false: make the stage return one of these, or leave it out.',
  });
}

function checkOutputs(job: StageJob, outputs: string[]): void {
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
