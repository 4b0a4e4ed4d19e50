import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { removeTree } from '../../../cache/files/remove-tree.ts';
import { stageEnvironment } from '../../base-environment.ts';
import { compileCacheFolder } from '../../compile-cache.ts';
import { reportError } from '../../error-report.ts';
import type { ErrorReport } from '../../event.ts';
import type { FromWorker, JobResult, StageJob, ToWorker, VerifyJob, WorkerNews } from '../../job.ts';
import { killGroup } from '../../process-group.ts';
import { checkpointFolder, workingFolder } from '../../working-folder.ts';
import { guardGroup, unguardGroup } from './guard.ts';

const ENTRY = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../worker/worker.ts' : '../../worker/worker.js',
    import.meta.url,
  ),
);

/** A process that has not said a word by then never will: Node may wait for ever where it cannot have its threads. */
const START_MS = 300_000;

/** One worker process with room for one job at a time. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #starting: NodeJS.Timeout;
  #log: string | undefined;
  #finish: ((result: JobResult) => void) | undefined;
  #news: ((news: WorkerNews) => void) | undefined;
  #ended = false;
  #isReady = false;
  /** Why there is no process. */
  #failed: ErrorReport | undefined;

  /** @param startMs - how long it may take to start */
  constructor(startMs = START_MS) {
    const compiled = compileCacheFolder();
    this.#child = fork(ENTRY, [], {
      // The type stripping of older Node versions warns; a user can do nothing about it.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {
        ...stageEnvironment(process.env),
        // With it a worker starts about six times as fast.
        ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      // A process group of its own: Ctrl-C in the terminal passes it by, and one kill ends all that a stage started.
      detached: process.platform !== 'win32',
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      // Not there where the process could not be started for want of descriptors.
      (stream as typeof stream | undefined)?.on('data', (chunk: Buffer) => {
        this.#keepWords(chunk);
      });
    this.#starting = setTimeout(() => {
      // Its word may have come while this process was stopped.
      setImmediate(() => {
        if (!this.#isReady) this.#giveUp(startMs);
      });
    }, startMs).unref();
    this.#child.on('message', (message: FromWorker) => {
      if (message.type === 'ready') {
        this.#isReady = true;
        clearTimeout(this.#starting);
      }
      if (message.type === 'news') this.#news?.(message.news);
      if (message.type === 'result') this.#end(message.result);
    });
    this.#child.on('exit', (exitCode, signal) => {
      this.#died(exitCode, signal);
    });
    this.#child.on('error', (error) => {
      if (this.#child.pid === undefined) this.#failed = reportError(error, 'starting a worker process');
      this.#died(null, null);
    });
    if (this.#child.pid !== undefined) guardGroup(this.#child.pid);
  }

  get alive(): boolean {
    return !this.#ended;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Performs a job; never rejects. */
  async perform(job: StageJob | VerifyJob, onNews: (news: WorkerNews) => void): Promise<JobResult> {
    if (job.kind === 'verify') return this.#perform({ type: 'job', job, environment: {} }, onNews);
    this.#log = job.log;
    const declared = Object.keys(job.fields.env).map((name) => [name, process.env[name]]);
    const environment = Object.fromEntries(declared) as Record<string, string | undefined>;
    const result = await this.#perform({ type: 'job', job, environment }, onNews);
    for (const folder of [workingFolder(job.staging), checkpointFolder(job.staging)]) removeTree(folder);
    return result;
  }

  #perform(message: ToWorker, onNews: (news: WorkerNews) => void): Promise<JobResult> {
    this.#news = onNews;
    return new Promise((finish) => {
      this.#finish = finish;
      if (this.#ended) this.#died(null, null);
      else this.#send(message);
    });
  }

  abort(why: 'interrupt' | 'timeout'): void {
    this.#send({ type: 'abort', why });
  }

  /** Ends the process and everything that its stage started. */
  kill(): void {
    if (this.#child.pid !== undefined) killGroup(this.#child.pid);
  }

  #send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #end(result: JobResult): void {
    const finish = this.#finish;
    this.#finish = undefined;
    this.#news = undefined;
    finish?.(result);
  }

  #giveUp(startMs: number): void {
    if (this.#ended) return;
    this.#failed = {
      code: 'stage-failed',
      message: `a worker process has not started within ${startMs / 1000} s`,
      hint: 'Where this user may have no more processes ("ulimit -u"), raise the limit or lower --jobs; then run the same command again.',
    };
    this.kill();
  }

  #died(exitCode: number | null, signal: NodeJS.Signals | null): void {
    clearTimeout(this.#starting);
    if (!this.#ended) this.kill(); // what its stage had started
    if (!this.#ended && this.pid !== undefined) unguardGroup(this.pid);
    this.#ended = true;
    if (this.#failed) {
      this.#end({ type: 'failed', error: this.#failed });
      return;
    }
    this.#end({
      type: 'crashed',
      ...(signal !== null && { signal }),
      ...(exitCode !== null && { exitCode }),
    });
  }

  /** Words of a dying worker; what a stage prints goes to its log at once. */
  #keepWords(chunk: Buffer): void {
    if (this.#log === undefined) return;
    try {
      appendFileSync(this.#log, chunk);
    } catch {
      // The log is not worth a failure.
    }
  }
}
