// The entry of a job on a node of the cluster: performs the instances of one task of a batch, one after the other.
import { hostname } from 'node:os';
import { Session } from '../../../cache/sessions/session.ts';
import { CacheFolder } from '../../../cache/files/cache-folder.ts';
import { WorkerPool } from '../../schedule/workers/worker-pool.ts';
import { BatchFolder } from '../batch/batch-folder.ts';
import { NodeTaskRunner } from './node-task-runner.ts';

const [, , path, index] = process.argv as [string, string, string, string];
// Nothing that lands in the cache is for everybody to write.
process.umask(process.umask(0o077) | 0o002);

const folder = new BatchFolder(path);
const task = folder.task(Number(index));
if (task === undefined) throw new Error(`${path} holds no task ${index}`);
const { SLURM_ARRAY_JOB_ID, SLURM_JOB_ID, SLURMD_NODENAME } = process.env;
folder.begin(task.index, {
  job: SLURM_ARRAY_JOB_ID ?? SLURM_JOB_ID ?? '',
  node: SLURMD_NODENAME ?? hostname(),
});
const cache = new CacheFolder(task.jobs[0]!.job.cacheRoot);
const session = new Session(cache, 'job');
const pool = new WorkerPool();
const runner = new NodeTaskRunner(cache, folder, task, session.owner, pool);
// SIGUSR2 announces the time limit, SIGTERM preemption or scancel: what runs saves its state.
for (const signal of ['SIGUSR2', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => {
    process.stdout.write(`${new Date().toISOString()} ${signal}: saving the state\n`);
    runner.stop();
  });
try {
  process.exitCode = await runner.run();
} finally {
  pool.close();
  session.close();
}
