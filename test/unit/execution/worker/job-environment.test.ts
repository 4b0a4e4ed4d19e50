import { expect, it } from 'vitest';
import { jobEnvironment } from '../../../../src/execution/worker/job-environment.ts';
import { jobFor } from '../../../stage-job.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('is that of the worker, with numbers of threads, what the stage declares, and its output folder', () => {
  const before = { ...process.env };
  const job = jobFor(temporaryCache(), '/none', {}, { threads: 3 });
  expect(jobEnvironment(job, { DECLARED: '1', OMP_NUM_THREADS: '2', HOME: undefined })).toEqual({
    ...before,
    OPENBLAS_NUM_THREADS: '3',
    MKL_NUM_THREADS: '3',
    BLIS_NUM_THREADS: '3',
    VECLIB_MAXIMUM_THREADS: '3',
    EOS_THREADS: '3',
    EOS_PARALLEL: '1',
    DECLARED: '1',
    OMP_NUM_THREADS: '2',
    HOME: undefined,
    EOS_OUTPUT: job.staging,
  });
  expect(process.env).toEqual(before);
});

it('gives libraries one thread where the stage deals its work out to several', () => {
  const job = jobFor(temporaryCache(), '/none', {}, { threads: 3, parallel: true });
  expect(jobEnvironment(job, {})).toMatchObject({
    OPENBLAS_NUM_THREADS: '1',
    OMP_NUM_THREADS: '1',
    EOS_THREADS: '1',
    EOS_PARALLEL: '3',
  });
});
