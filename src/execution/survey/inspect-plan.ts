import { existsSync } from 'node:fs';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { logsOf } from '../../cache/log-file.ts';
import { lookUp } from '../../cache/actions/lookup.ts';
import { isPublished } from '../../cache/publication.ts';
import type { Instance, Plan } from '../../pipeline/plan/plan.ts';
import type { StageMetrics } from '../../pipeline/stage/stage.ts';
import { EVENT_VERSION, type Emit, type RunEvent } from '../event.ts';
import { openRun } from './open-run.ts';
import type { Reason } from './reason.ts';
import type { RunOptions } from '../run-options.ts';
import type { Finding } from './survey.ts';
import type { Run } from './run.ts';
import { warnUndeclared } from './warn-undeclared.ts';
import { upstreamIds } from '../../pipeline/plan/upstream.ts';
import { present } from '../../present.ts';

/** What a run would find about one instance. */
export interface InstanceState {
  instance: string;
  stage: string;
  /**
   * hit: nothing to do. stale: has to run. pending: something upstream has to run first, and whether this one has to run
   * depends on the bytes that come out.
   */
  state: 'hit' | 'stale' | 'pending';
  /** Known unless pending. */
  key?: Digest;
  /** Key of the previous record of the instance. */
  previousKey?: Digest;
  /** Digest of the output (of the previous record, unless hit). */
  output?: Digest;
  /** Absolute path of the output folder, where it exists. */
  outputFolder?: string;
  metrics?: StageMetrics;
  /** Recorded duration of the previous run. */
  durationMs?: number;
  /** Why it has to run; for a hit whose key moved since the previous record, what moved. */
  reasons: Reason[];
  /** Absolute path of the newest log. */
  log?: string;
  /** The output was dropped (`temporary: true`). */
  dropped: boolean;
  /** The project folder that does not hold the copy of this output; a run puts it there. */
  unpublished?: string;
}

/** The outcome of an inspection. */
export interface PlanInspection {
  instances: InstanceState[];
  /** Damage that was seen, an inspection repairs nothing; and what a run would warn of, where that was asked for. */
  events: RunEvent[];
}

/**
 * Says what a run would do and why, without running anything (`status`, `why`, `--dry-run`).
 * @param options - `warn`: say as well what the key of what has to run will not see
 */
export async function inspectPlan(
  plan: Plan,
  options: Pick<RunOptions, 'cacheFolder' | 'force' | 'targets' | 'lockFile'> & { warn?: boolean },
): Promise<PlanInspection> {
  const cache = new CacheFolder(options.cacheFolder);
  const events: RunEvent[] = [];
  const emit: Emit = (event) => {
    events.push({ version: EVENT_VERSION, time: new Date().toISOString(), ...event });
  };
  const run = await openRun(plan, options, cache, emit, () => undefined);
  const { selected, survey, isForced } = run;
  for (const instance of selected) survey.look(instance, isForced(instance.id));
  needDropped(run);
  if (options.warn === true)
    warnUndeclared(
      run,
      selected.filter(({ id }) => survey.findings.get(id)!.state !== 'hit'),
    );
  const instances = selected.map((instance) =>
    stateOf(cache, run, instance, survey.findings.get(instance.id)!),
  );
  return { instances, events };
}

/** Whatever has to run needs its inputs: a dropped output among them has to be made again. */
function needDropped({ selected, survey }: Run): void {
  for (const instance of [...selected].reverse()) {
    if (survey.findings.get(instance.id)!.state !== 'stale') continue;
    for (const id of upstreamIds(instance)) {
      const upstream = survey.findings.get(id)!;
      if (upstream.state !== 'hit' || !upstream.entry.dropped) continue;
      const reasons: Reason[] = [{ kind: 'dropped-output', neededBy: instance.id }];
      survey.findings.set(id, { state: 'stale', resolved: upstream.resolved, reasons });
    }
  }
}

function stateOf(cache: CacheFolder, run: Run, instance: Instance, finding: Finding): InstanceState {
  const { survey, previousKey: keyBefore } = run;
  const previousKey = keyBefore(instance.id);
  const previous = previousKey && entryOf(cache, run, previousKey);
  const entry = finding.state === 'hit' ? finding.entry : previous;
  const [log] =
    entry && existsSync(`${cache.root}/${entry.log}`)
      ? [`${cache.root}/${entry.log}`]
      : logsOf(cache, instance.stage, instance.id);
  const folder = entry && cache.output(entry.output);
  const reasons =
    finding.state === 'pending'
      ? [{ kind: 'upstream-stale' as const, instances: finding.upstream }]
      : finding.state === 'stale'
        ? finding.reasons
        : survey.whatMoved(instance, finding.resolved);
  const { publish } = instance;
  const lacking = finding.state === 'hit' && !isPublished(run.index, publish, finding.entry.output);
  const durationMs = (previous ?? entry)?.durationMs;
  return {
    instance: instance.id,
    stage: instance.stage,
    state: finding.state,
    ...(finding.state !== 'pending' && { key: finding.resolved.key }),
    ...present({ previousKey }),
    ...(entry && { output: entry.output, metrics: entry.metrics }),
    ...(folder !== undefined && existsSync(folder) && { outputFolder: folder }),
    ...present({ durationMs }),
    reasons,
    ...present({ log }),
    dropped: entry?.dropped ?? false,
    ...(lacking && publish !== undefined && { unpublished: publish }),
  };
}

/** The previous record, from the index or from its file. */
function entryOf(cache: CacheFolder, { index }: Run, key: Digest) {
  const known = index.get('action', key);
  if (known) return known;
  const lookup = lookUp(cache, index, key);
  return lookup.state === 'hit' ? lookup.entry : undefined;
}
