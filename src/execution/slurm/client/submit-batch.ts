import { setTimeout } from 'node:timers/promises';
import type { BatchFolder } from '../batch/batch-folder.ts';
import { expandId, submittedId } from './job-id.ts';
import { type Said, slurmCommand } from './slurm-command.ts';
import { isUncertain } from './uncertain.ts';

/** How a submission ended. */
export type Submitted = { type: 'submitted'; job: string } | { type: 'refused'; message: string };

/** A controller that was away works off what has reached it before it answers; a moment more for a job to appear. */
const APPEAR_MS = 3000;

const MOST_CALLS = 20;

/** How long the controller may be away. */
const AWAY_MS = { first: 1000, most: 30_000 };

/**
 * Submits a batch once. A submission that fails may have arrived all the same (a controller that hangs answers late): before another
 * one, the queue is asked for the job's name, which no other job has.
 */
export async function submitBatch(
  folder: BatchFolder,
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Submitted> {
  for (let call = 1; ; call++) {
    const said = await slurmCommand('sbatch', args, environment);
    const job = said.exitCode === 0 ? submittedId(said.stdout) : undefined;
    if (job !== undefined) return { type: 'submitted', job };
    if (!isUncertain(said) || call === MOST_CALLS) return { type: 'refused', message: wordsOf(said) };
    const found = await findSubmitted(folder, name);
    if (found !== undefined) return { type: 'submitted', job: found };
  }
}

/** What sbatch says, without what it says every time. */
function wordsOf({ missing, exitCode, stdout, stderr }: Said): string {
  if (missing === true) return '"sbatch" is not installed here';
  const lines = `${stderr}\n${stdout}`
    .split('\n')
    .map((line) => line.replace(/^sbatch: (?:error: )?(?:Batch job submission failed: )?/, '').trim())
    .filter((line) => line !== '');
  return lines.join('; ') || `exit code ${exitCode ?? 'unknown'}`;
}

/** The number of a job of this name; waits for the controller to answer. */
export async function findSubmitted(folder: BatchFolder, name: string): Promise<string | undefined> {
  let waitMs = AWAY_MS.first;
  for (let misses = 0; misses < 2;) {
    const begun = folder.begun(0)?.job;
    if (begun !== undefined && begun !== '') return begun;
    const said = await slurmCommand('squeue', [
      '--noheader',
      '--states=all',
      `--name=${name}`,
      '--format=%i',
    ]);
    if (said.exitCode === 0) {
      const [first] = expandId(said.stdout.trim().split('\n')[0] ?? '');
      if (first !== undefined) return first.job;
      misses++;
      await setTimeout(APPEAR_MS);
    } else {
      await setTimeout(waitMs);
      waitMs = Math.min(AWAY_MS.most, waitMs * 2);
    }
  }
  return undefined;
}
