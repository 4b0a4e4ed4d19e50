import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import { discardTree } from '../../cache/files/remove-tree.ts';
import type { Owner } from '../../cache/sessions/session.ts';
import type { SlurmSettings } from '../../pipeline/plan/slurm-settings.ts';
import { present } from '../../present.ts';
import type { ErrorReport } from '../event.ts';
import { Batch, type Entry } from './batch/batch.ts';
import { BatchFolder, type BatchRecord } from './batch/batch-folder.ts';
import { batchScript } from './batch/batch-script.ts';
import { userName } from './batch/earlier-batches.ts';
import { gather, type Gathered } from './batch/gather.ts';
import { sbatchArguments } from './batch/job-request.ts';
import { taskName } from './client/parse-states.ts';
import type { SlurmSite } from './client/parse-site.ts';
import { submitBatch } from './client/submit-batch.ts';

/** What a site says where a user has too many jobs: there will be room when some of them end. */
const FULL = /submit limit|MaxSubmit|too many jobs|job limit|maximum (?:number of )?jobs/i;

/** Puts attempts into batches and submits them, as many as may be in the queue. */
export class Submitter {
  readonly #cache: CacheFolder;
  readonly #owner: Owner;
  readonly #site: SlurmSite;
  readonly #settings: SlurmSettings;
  /** Most tasks that the site took, once it has refused more. */
  #mostTasks = Infinity;

  constructor(cache: CacheFolder, owner: Owner, site: SlurmSite, settings: SlurmSettings) {
    this.#cache = cache;
    this.#owner = owner;
    this.#site = site;
    this.#settings = settings;
  }

  /** What is to be submitted now, beside the tasks of these batches. */
  next(waiting: readonly Entry[], open: Iterable<Batch>): Gathered<Entry> | undefined {
    const queued = [...open].reduce((sum, batch) => sum + batch.open().length, 0);
    const room = Math.min(this.#settings.maxSubmitted, this.#mostTasks) - queued;
    const limits = { maxArray: this.#site.maxArray, room: Math.max(0, room) };
    const [first] = gather(waiting, this.#settings, limits);
    return first !== undefined && this.#atOnce(first, open) !== 0 ? first : undefined;
  }

  /** Submits some tasks. Undefined where the site is full: there is room when something ends. */
  async submit(gathered: Gathered<Entry>, open: readonly Batch[]): Promise<Batch | ErrorReport | undefined> {
    const { stage, request, tasks } = gathered;
    const token = `${stage}-${randomBytes(4).toString('hex')}`;
    const folder = new BatchFolder(join(this.#cache.jobs, token));
    const record: BatchRecord = {
      format: 1,
      token,
      cluster: this.#site.cluster,
      user: userName(),
      request,
      tasks: tasks.map((entries) =>
        entries.map(({ attempt: { job } }) => ({ instance: job.instance, stage, key: job.key })),
      ),
    };
    folder.claim(this.#owner);
    folder.write(
      record,
      tasks.map((entries, index) => ({ index, jobs: entries.map(nodeJob) })),
      batchScript(folder.path),
    );
    const atOnce = this.#atOnce(gathered, open);
    const args = sbatchArguments(request, this.#settings, {
      name: token,
      script: folder.script,
      output: folder.output(this.#settings.arrays ? '%a' : 0),
      folder: folder.path,
      tasks: tasks.length,
      ...present({ atOnce }),
    });
    const submitted = await submitBatch(folder, token, args, declared(tasks.flat()));
    if (submitted.type === 'submitted') {
      folder.submitted(submitted.job);
      const batch = new Batch(folder, record, submitted.job, atOnce);
      for (const [task, entries] of tasks.entries())
        for (const [position, entry] of entries.entries()) {
          entry.jobs++;
          batch.wait(task, position, entry);
          entry.attempt.hear({ type: 'queued', job: taskName(batch.job, task) });
        }
      return batch;
    }
    discardTree(this.#cache, folder.path);
    return this.#refused(submitted.message, tasks.length, open);
  }

  #refused(message: string, tasks: number, open: readonly Batch[]): ErrorReport | undefined {
    const queued = open.reduce((sum, batch) => sum + batch.open().length, 0);
    if (FULL.test(message) && queued + tasks > 1) {
      this.#mostTasks = queued > 0 ? queued : Math.floor(tasks / 2);
      return undefined;
    }
    return {
      code: 'bad-argument',
      message: `Slurm refuses the job: ${message}`,
      hint: 'See "executors: { slurm: … }" and the "resources" of the stage in pipeline.yaml; "sinfo" and "eos-pipeline doctor --executor slurm" say what there is.',
    };
  }

  /** How many tasks of a new batch may run at the same time; undefined where nothing is said, 0 where none may now. */
  #atOnce({ tasks }: Gathered<Entry>, open: Iterable<Batch>): number | undefined {
    const { maxRunning } = this.#settings;
    if (maxRunning === undefined) return undefined;
    const taken = [...open].reduce((sum, batch) => sum + Math.min(batch.atOnce, batch.open().length), 0);
    return Math.max(0, Math.min(tasks.length, maxRunning - taken));
  }
}

function nodeJob({ attempt: { job, inputs, timeoutMs }, jobs }: Entry) {
  return { job: { ...job, attempt: job.attempt + jobs }, inputs, ...present({ timeoutMs }) };
}

/** The values of the variables that the stages declare: Slurm hands them to the node, and no file of ours holds them. */
function declared(entries: readonly Entry[]): Record<string, string> {
  const names = new Set(entries.flatMap(({ attempt }) => Object.keys(attempt.job.fields.env)));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** That Slurm refuses to give more is said after what the first jobs came to. */
export function refusedAfter({ cause }: Pick<Entry, 'cause'>, refused: ErrorReport): ErrorReport {
  return cause === undefined
    ? refused
    : { ...cause, message: `${cause.message}; with more of it: ${refused.message}` };
}
