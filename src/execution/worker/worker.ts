// The entry of a worker process: performs one job after another until the main process lets go of it. What a stage runs, runs in other processes.
import { flushCompileCache } from 'node:module';
import { reportError } from '../error-report.ts';
import { endLeftovers } from '../leftovers/end-leftovers.ts';
import type { FromWorker, JobResult, StageJob, ToWorker, VerifyJob } from '../job.ts';
import { killOwnGroup } from '../process-group.ts';
import { jobEnvironment } from './job-environment.ts';
import { performStage, verifyOutputs } from './perform-job.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { StageLog } from './stage-log.ts';

let abort: AbortController | undefined;
/** The modules of the first stage are kept compiled too. */
let flushed = false;

// Ctrl-C in a terminal reaches every process; what happens then is for the main process to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Without the main process nobody wants the result: a worker never outlives it.
process.on('disconnect', killOwnGroup);
if (process.platform === 'win32') (await import('../leftovers/end-with-parent.ts')).endWithParent();
// Nothing that lands in the cache is for everybody to write.
process.umask(process.umask(0o077) | 0o002);

process.on('message', (message: ToWorker) => {
  if (message.type === 'abort') {
    abort?.abort(message.why);
    return;
  }
  const { job } = message;
  void perform(message)
    .catch((error: unknown): JobResult => ({ type: 'failed', error: reportError(error, doing(job)) }))
    .then((result) => {
      send({ type: 'result', result });
    });
});
send({ type: 'ready' });
// The process will be killed, not ended: what it compiled is written now.
flushCompileCache();

async function perform({ job, environment }: ToWorker & { type: 'job' }): Promise<JobResult> {
  return job.kind === 'verify' ? verifyOutputs(job) : performJob(job, environment);
}

async function performJob(asked: StageJob, declared: Record<string, string | undefined>): Promise<JobResult> {
  abort = new AbortController();
  const log = new StageLog(asked.log, `${asked.instance} attempt ${asked.attempt}, key ${asked.key}`);
  let sandbox: Sandbox | undefined;
  try {
    let job = asked;
    if (asked.sandbox) ({ job, sandbox } = await sandboxFor(asked, asked.sandbox));
    return await performStage(job, {
      signal: abort.signal,
      log,
      environment: jobEnvironment(job, declared),
      endLeftovers: (graceMs) =>
        endLeftovers({ group: process.pid, output: job.staging, keeper: sandbox?.keeper }, graceMs),
      ...(sandbox && { sandbox }),
      tell: (news) => {
        send({ type: 'news', news });
      },
    });
  } finally {
    await sandbox?.close();
    log.close();
    if (!flushed) flushCompileCache();
    flushed = true;
    abort = undefined;
  }
}

/** Loaded where it is asked for: most stages have none. */
async function sandboxFor(
  asked: StageJob,
  how: NonNullable<StageJob['sandbox']>,
): Promise<{ job: StageJob; sandbox: Sandbox }> {
  const [{ Sandbox }, { realJob }] = await Promise.all([
    import('./sandbox/sandbox.ts'),
    import('./sandbox/real-job.ts'),
  ]);
  const job = realJob(asked);
  return { job, sandbox: new Sandbox(job, how) };
}

function doing(job: StageJob | VerifyJob): string {
  return job.kind === 'verify' ? 'verifying inputs' : `starting ${job.instance}`;
}

function send(message: FromWorker): void {
  if (process.connected) process.send!(message);
}
