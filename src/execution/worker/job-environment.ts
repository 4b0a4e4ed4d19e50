import type { StageJob } from '../job.ts';

/** Libraries that would each start a thread for every processor. */
const THREAD_VARIABLES = [
  'OPENBLAS_NUM_THREADS',
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'BLIS_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'EOS_THREADS',
];

/**
 * What a command or a stage file is started with: the environment of this worker, numbers of threads, the variables that the stage
 * declares, and its output folder, by which what it starts is known.
 */
export function jobEnvironment(
  { threads, staging }: StageJob,
  declared: Record<string, string | undefined>,
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...Object.fromEntries(THREAD_VARIABLES.map((name) => [name, String(threads)])),
    ...declared,
    EOS_OUTPUT: staging,
  };
}
