import { existsSync } from 'node:fs';
import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import { trimLog } from '../../../cache/log-file.ts';
import { discardTree } from '../../../cache/files/remove-tree.ts';
import type { Owner } from '../../../cache/sessions/session.ts';
import type { Attempt } from '../../executor.ts';
import { endLeftovers, namedProcesses } from '../../leftovers/end-leftovers.ts';
import type { JobResult } from '../../job.ts';
import { longTimeout } from '../../long-timeout.ts';
import type { WorkerProcess } from './worker-process.ts';

/** A stage that does not stop on its timeout within this is ended. */
const PATIENCE_MS = 5000;

let attempts = 0;

/** Performs an attempt in a worker of this machine; its staging folder belongs to the session of `owner`. */
export async function performAttempt(
  cache: CacheFolder,
  { job, timeoutMs, hear }: Attempt,
  worker: WorkerProcess,
  owner: Owner,
): Promise<JobResult> {
  const staging = cache.stagingOf(owner.session, attempts++);
  const checkpoints = cache.checkpointsOf(job.key);
  hear({ type: 'started', resumed: existsSync(checkpoints) });
  const timeout = startTimeout(timeoutMs, worker);
  const result = await worker.perform({ ...job, staging }, hear);
  timeout.clear();
  shorten(job.log);
  // Its process group is gone with it; what has left the group is known by its environment.
  if (result.type === 'crashed') {
    const left = await endLeftovers({ output: staging }, 0);
    const message = `the stage left processes running, which were ended: ${namedProcesses(left)}`;
    if (left.length > 0) hear({ type: 'warning', message });
  }
  if (result.type !== 'stored') discardTree(cache, staging);
  if (result.type !== 'crashed' || !timeout.fired()) return result;
  return { type: 'stopped', why: 'timeout', checkpoint: existsSync(checkpoints) };
}

/** Of what a runaway stage has said, a person reads the beginning and the end. */
function shorten(log: string): void {
  try {
    trimLog(log);
  } catch {
    // A full disk stops the stage where it writes its output; the log is not worth a failure.
  }
}

function startTimeout(
  timeoutMs: number | undefined,
  worker: WorkerProcess,
): { clear: () => void; fired: () => boolean } {
  let fired = false;
  let kill: NodeJS.Timeout | undefined;
  const stop =
    timeoutMs === undefined
      ? undefined
      : longTimeout(timeoutMs, () => {
          fired = true;
          worker.abort('timeout');
          kill = setTimeout(() => {
            worker.kill();
          }, PATIENCE_MS);
        });
  const clear = (): void => {
    stop?.();
    clearTimeout(kill);
  };
  return { clear, fired: () => fired };
}
