import { CacheFolder } from '../cache/files/cache-folder.ts';
import { cleanLeftBehind } from '../cache/sessions/left-behind.ts';
import { type LockedInstance, writeLockFile } from '../cache/lock-file.ts';
import { isPublished } from '../cache/publication.ts';
import { Session } from '../cache/sessions/session.ts';
import { PipelineError } from '../pipeline/error.ts';
import type { Plan } from '../pipeline/plan.ts';
import { EVENT_VERSION, type EventListener, type RunSummary } from './event.ts';
import { type OpenRun, lockFileOf, openRun, readLocked } from './survey/open-run.ts';
import { type Emit, repairLookup } from './survey/repair.ts';
import type { RunOptions } from './run-options.ts';
import type { RunScope } from './run-scope.ts';
import { Tally } from './tally.ts';
import { waitForGc } from './survey/wait-for-gc.ts';

export type { RunOptions };

/** Brings the plan (or its targets) up to date; installs the handlers of SIGINT and SIGTERM while something runs. */
export async function runPlan(plan: Plan, options: RunOptions, onEvent: EventListener): Promise<RunSummary> {
  const tally = new Tally();
  const emit: Emit = (event) => {
    tally.count(event);
    onEvent({ version: EVENT_VERSION, time: new Date().toISOString(), ...event });
  };
  const cache = new CacheFolder(options.cacheFolder);
  cache.create();
  const left = cleanLeftBehind(cache);
  const session = announce(cache);
  try {
    await waitForGc(cache, emit);
    const opened = await openRun(plan, options, cache, emit, (instance, lookup) => {
      repairLookup(cache, instance.id, lookup, emit);
    });
    const { selected, index, survey } = opened;
    const jobs = options.jobs ?? (await import('node:os')).availableParallelism();
    emit({
      type: 'run-started',
      title: plan.title,
      profile: plan.profile,
      instances: selected.length,
      jobs,
      cache: cache.root,
    });
    if (left.sessions + left.staging + left.locks > 0) emit({ type: 'cache-cleaned', ...left });
    // Taken down now: the index moves while the run goes on.
    const before = new Map(selected.map(({ id }) => [id, previousResult(opened, id)]));
    const previous: RunScope['previous'] = (id) => before.get(id);
    const scope: RunScope = {
      plan,
      options,
      cache,
      index,
      resolver: opened.resolver,
      survey,
      emit,
      previous,
      ...(session !== undefined && { session }),
    };
    const results = await bringUpToDate(scope, opened, jobs);
    if (options.request && results.size === selected.length) {
      const { rememberRun } = await import('./survey/remember-run.ts');
      rememberRun(scope, options.request, selected, results);
    }
    const summary = tally.summary(selected.length);
    emit({ type: 'run-finished', summary });
    return summary;
  } finally {
    session?.close();
  }
}

/** A cache that cannot be written still tells what is up to date; where something has to run, that fails by its name. */
function announce(cache: CacheFolder): Session | undefined {
  try {
    return new Session(cache);
  } catch (error) {
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}

type Results = Map<string, LockedInstance>;

/** Looks at every instance, runs what is not up to date and writes the lock file; the results of all that is up to date now. */
async function bringUpToDate(scope: RunScope, opened: OpenRun, jobs: number): Promise<Results> {
  const { index, survey, emit } = scope;
  const { selected } = opened;
  try {
    for (const instance of selected) {
      const finding = survey.look(instance, opened.isForced(instance.id));
      if (finding.state !== 'hit') continue;
      const { key } = finding.resolved;
      const { output, metrics, durationMs } = finding.entry;
      emit({
        type: 'instance-hit',
        instance: instance.id,
        stage: instance.stage,
        key,
        output,
        metrics,
        durationMs,
      });
      if (index.get('instance', instance.id) !== key) index.set('instance', instance.id, key);
    }
    const results = hits(scope, selected);
    const fresh = results.size === selected.length && allPublished(scope, selected, results);
    if (!fresh) await runRest(scope, opened, jobs, results);
    writeLock(scope, results);
    return results;
  } finally {
    index.close();
  }
}

function hits({ survey }: RunScope, selected: Plan['instances']): Results {
  const results: Results = new Map();
  for (const { id } of selected) {
    const finding = survey.findings.get(id)!;
    if (finding.state !== 'hit') continue;
    const { output, metrics } = finding.entry;
    results.set(id, { key: finding.resolved.key, output, metrics });
  }
  return results;
}

function allPublished({ index }: RunScope, selected: Plan['instances'], results: Results): boolean {
  return selected.every(
    ({ id, publish }) => publish === undefined || isPublished(index, publish, results.get(id)!.output),
  );
}

async function runRest(scope: RunScope, opened: OpenRun, jobs: number, results: Results): Promise<void> {
  const { options, survey } = scope;
  await options.validate?.(opened.selected.filter(({ id }) => survey.findings.get(id)!.state !== 'hit'));
  const { runStale } = await import('./schedule/run-tasks.ts');
  await runStale(scope, opened, jobs, (id, result) => results.set(id, result));
}

/**
 * Lines of instances that were not brought up to date stay, also those that another run has written meanwhile; those of instances
 * that left the pipeline go.
 */
function writeLock({ plan, options }: RunScope, results: Results): void {
  const path = options.lockFile ?? lockFileOf(plan);
  // What could not be read was said at the start.
  const before = readLocked(path, () => undefined);
  const lines: Results = new Map(plan.narrowed === true ? before : undefined);
  for (const { id } of plan.instances) {
    const line = results.get(id) ?? before.get(id);
    if (line) lines.set(id, line);
  }
  writeLockFile(path, lines);
}

function previousResult(
  { index, locked, previousKey }: OpenRun,
  id: string,
): ReturnType<RunScope['previous']> {
  const key = previousKey(id);
  const line = locked.get(id);
  const output = (key && index.get('action', key)?.output) ?? (line?.key === key ? line?.output : undefined);
  return key && output && { key, output };
}
