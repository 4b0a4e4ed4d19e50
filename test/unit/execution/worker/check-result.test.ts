import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StageJob } from '../../../../src/execution/job.ts';
import { checkResult } from '../../../../src/execution/worker/check-result.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { jobFor } from '../../../stage-job.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

function madeJob(): StageJob {
  const job = jobFor(temporaryCache(), '/project/train.ts');
  mkdirSync(job.staging, { recursive: true });
  writeFileSync(join(job.staging, 'x.txt'), 'x');
  return job;
}

describe('checkResult', () => {
  it('gives the metrics of a stage that made what it declares', () => {
    expect(
      checkResult(madeJob(), { metrics: { loss: 0.5, kind: 'a', ok: true }, outputs: ['x.txt'] }),
    ).toEqual({
      loss: 0.5,
      kind: 'a',
      ok: true,
    });
  });

  it('says what is missing and what was made instead', () => {
    const job = madeJob();
    expect(() => checkResult(job, { metrics: {}, outputs: ['x.txt', 'model.bin'] })).toThrow(
      new PipelineError('missing-output', 'the stage ended without making model.bin', {
        location: job.location,
        hint: 'It declares the outputs x.txt, model.bin: make it write them to its output folder, or correct "outputs". It made x.txt.',
      }),
    );
  });

  it('says first that the output folder is no folder', () => {
    const job = madeJob();
    rmSync(job.staging, { recursive: true });
    writeFileSync(job.staging, '');
    expect(() => checkResult(job, { metrics: {}, outputs: ['x.txt'] })).toThrow(
      `the stage put a file in the place of its output folder: ${job.staging}`,
    );
  });

  it('refuses a metric that cannot be kept', () => {
    const job = madeJob();
    expect(() => checkResult(job, { metrics: { n: NaN }, outputs: [] })).toThrow(
      new PipelineError('stage-failed', 'the metric "n" is NaN', {
        location: job.location,
        hint: 'Metrics are finite numbers, words, true and false: make the stage return one of these, or leave it out.',
      }),
    );
  });
});
