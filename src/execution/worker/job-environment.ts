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

/** Tells a command in how many parts it may do its work at once. */
const PARALLEL = 'EOS_PARALLEL';

/**
 * What a command or a stage file is started with: the environment of this worker, numbers of threads, the variables that the stage
 * declares, and its output folder, by which what it starts is known.
 */
export function jobEnvironment(
  { threads, parallel, staging }: StageJob,
  declared: Record<string, string | undefined>,
): NodeJS.ProcessEnv {
  const ofLibraries = String(parallel === true ? 1 : threads);
  return {
    ...process.env,
    ...Object.fromEntries(THREAD_VARIABLES.map((name) => [name, ofLibraries])),
    [PARALLEL]: String(parallel === true ? threads : 1),
    ...declared,
    EOS_OUTPUT: staging,
  };
}
