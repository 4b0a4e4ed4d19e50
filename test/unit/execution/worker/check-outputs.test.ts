import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StageJob } from '../../../../src/execution/job.ts';
import { checkOutputs } from '../../../../src/execution/worker/check-outputs.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { jobFor } from '../../../stage-job.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

function madeJob(): StageJob {
  const job = jobFor(temporaryCache(), '/project/train.ts');
  mkdirSync(job.staging, { recursive: true });
  writeFileSync(join(job.staging, 'x.txt'), 'x');
  return job;
}

describe('checkOutputs', () => {
  it('lets a stage pass that made what it declares', () => {
    expect(() => {
      checkOutputs(madeJob(), ['x.txt']);
    }).not.toThrow();
  });

  it('says what is missing and what was made instead', () => {
    const job = madeJob();
    expect(() => {
      checkOutputs(job, ['x.txt', 'model.bin']);
    }).toThrow(
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
    expect(() => {
      checkOutputs(job, ['x.txt']);
    }).toThrow(`the stage put a file in the place of its output folder: ${job.staging}`);
  });
});
