// The entry of a worker process: performs one job after another until the main process lets go of it.
import { mkdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { reportError } from '../error-report.ts';
import { endLeftovers } from '../leftovers/end-leftovers.ts';
import type { FromWorker, JobResult, StageJob, ToWorker, VerifyJob } from '../job.ts';
import { workingFolder } from '../working-folder.ts';
import { watchLoads } from './loaded-code.ts';
import { performStage, verifyOutputs } from './perform-job.ts';
import { killOwnGroup } from '../process-group.ts';
import { watchReads } from './read-files.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { stageEnvironment } from './stage-environment.ts';
import { StageLog } from './stage-log.ts';

let abort: AbortController | undefined;
let log: StageLog | undefined;
/** The modules of the first stage are kept compiled too. */
let flushed = false;

// Ctrl-C in a terminal reaches every process; what happens then is for the main process to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Without the main process nobody wants the result: a worker never outlives it.
process.on('disconnect', killOwnGroup);
if (process.platform === 'win32') {
  const { Worker } = await import('node:worker_threads');
  const watchdog = import.meta.url.endsWith('.ts') ? './watchdog.ts' : './watchdog.js';
  new Worker(new URL(watchdog, import.meta.url), { workerData: { parent: process.ppid } }).unref();
}
// Nothing that lands in the cache is for everybody to write.
process.umask(process.umask(0o077) | 0o002);

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  // What a stage prints belongs to its log.
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (!log) return write(chunk, ...(rest as []));
    log.write(chunk);
    const done = rest.find((argument) => typeof argument === 'function');
    if (done) process.nextTick(done);
    return true;
  };
}

watchLoads();
const setEnvironment = stageEnvironment();
process.on('message', (message: ToWorker) => {
  if (message.type === 'abort') {
    abort?.abort(message.why);
    return;
  }
  const { job } = message;
  setEnvironment(message.environment);
  void perform(job)
    .catch((error: unknown): JobResult => ({ type: 'failed', error: reportError(error, doing(job)) }))
    .then((result) => {
      send({ type: 'result', result });
    });
});
send({ type: 'ready' });
// The process will be killed, not ended: what it compiled is written now.
flushCompileCache();

async function perform(job: StageJob | VerifyJob): Promise<JobResult> {
  return job.kind === 'verify' ? verifyOutputs(job) : runStage(job);
}

async function runStage(asked: StageJob): Promise<JobResult> {
  abort = new AbortController();
  log = new StageLog(asked.log, `${asked.instance} attempt ${asked.attempt}, key ${asked.key}`);
  let sandbox: Sandbox | undefined;
  try {
    let job = asked;
    if (asked.sandbox) ({ job, sandbox } = await sandboxFor(asked, asked.sandbox));
    const isStageFile = job.work.kind === 'uses';
    // What the stage starts is known by it.
    process.env['EOS_OUTPUT'] = job.staging;
    if (isStageFile) enterWorkingFolder(job);
    return await performStage(job, {
      signal: abort.signal,
      log,
      endLeftovers: (graceMs) =>
        endLeftovers({ group: process.pid, output: job.staging, keeper: sandbox?.keeper }, graceMs),
      ...(sandbox ? { sandbox } : isStageFile && { reads: watchReads(job.projectRoot, job.cacheRoot) }),
      tell: (news) => {
        send({ type: 'news', news });
      },
    });
  } finally {
    await sandbox?.close();
    log.close();
    if (!flushed) flushCompileCache();
    flushed = true;
    log = undefined;
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

/** A relative path leads neither to the project nor to what another stage left. */
function enterWorkingFolder({ staging }: StageJob): void {
  mkdirSync(workingFolder(staging), { recursive: true });
  process.chdir(workingFolder(staging));
}

function doing(job: StageJob | VerifyJob): string {
  return job.kind === 'verify' ? 'verifying inputs' : `starting ${job.instance}`;
}

function send(message: FromWorker): void {
  if (process.connected) process.send!(message);
}
