import { ActionIndex } from '../../cache/actions/action-index.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import { stageCodes } from '../../cache/code/code-digest.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { type LockedInstance, readLockFile } from '../../cache/lock-file.ts';
import type { Lookup } from '../../cache/actions/lookup.ts';
import { PipelineError } from '../../pipeline/error.ts';
import type { Instance, Plan } from '../../pipeline/plan.ts';
import { refusePublishedCode } from './published-code.ts';
import type { Emit } from './repair.ts';
import { Resolver } from './instance-key.ts';
import { Survey } from './survey.ts';
import { upstreamIds } from '../schedule/task.ts';

/** What a run and an inspection both start from. */
export interface OpenRun {
  /** The instances to bring up to date, with everything upstream, in the order of the plan. */
  selected: Instance[];
  index: ActionIndex;
  locked: Map<string, LockedInstance>;
  resolver: Resolver;
  survey: Survey;
  previousKey: (id: string) => Digest | undefined;
  isForced: (id: string) => boolean;
}

/** Reads the index, the lock file and the code of the stages. */
export async function openRun(
  plan: Plan,
  options: { force?: boolean; targets?: string[]; lockFile?: string },
  cache: CacheFolder,
  emit: Emit,
  onLookup: (instance: Instance, lookup: Lookup) => void,
): Promise<OpenRun> {
  const selected = select(plan, options.targets);
  const index = new ActionIndex(cache);
  if (index.damagedLines > 0) {
    const problem = `${index.damagedLines} of its lines could not be read`;
    emit({ type: 'cache-repaired', what: 'index', path: cache.index, problem, action: 'rebuilt' });
  }
  const locked = readLocked(options.lockFile ?? lockFileOf(plan), emit);
  const files = selected.flatMap(({ work }) => (work.kind === 'uses' ? [work.file] : []));
  const codes = await stageCodes(cache, new Set(files));
  refusePublishedCode(
    selected,
    [...codes.values()].flatMap(({ files }) => files.map(([path]) => path)),
  );
  const resolver = new Resolver(index, codes);
  const previousKey = (id: string): Digest | undefined => index.get('instance', id) ?? locked.get(id)?.key;
  const survey = new Survey(cache, index, resolver, previousKey, onLookup);
  const forced =
    options.force === true ? new Set(options.targets ?? selected.map(({ id }) => id)) : undefined;
  return {
    selected,
    index,
    locked,
    resolver,
    survey,
    previousKey,
    isForced: (id) => forced?.has(id) ?? false,
  };
}

/** The lock file of a project. */
export function lockFileOf(plan: Plan): string {
  return `${plan.root}/pipeline.lock`;
}

function select(plan: Plan, targets: string[] | undefined): Instance[] {
  if (targets === undefined) return plan.instances;
  const byId = new Map(plan.instances.map((instance) => [instance.id, instance]));
  const wanted = new Set<string>();
  const open = [...targets];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (wanted.has(id)) continue;
    const instance = byId.get(id);
    if (!instance) {
      const hint = 'See "eos-pipeline status" for the instances.';
      throw new PipelineError('bad-argument', `there is no instance ${id} in the pipeline`, { hint });
    }
    wanted.add(id);
    for (const upstream of upstreamIds(instance)) open.push(upstream);
  }
  return plan.instances.filter(({ id }) => wanted.has(id));
}

/** A lock file that cannot be read says nothing about the cache: the run writes it anew. */
export function readLocked(path: string, emit: Emit): Map<string, LockedInstance> {
  try {
    return readLockFile(path) ?? new Map<string, LockedInstance>();
  } catch (error) {
    if (!(error instanceof PipelineError) || error.code !== 'cache-damaged') throw error;
    emit({ type: 'cache-repaired', what: 'lock-file', path, problem: error.message, action: 'rebuilt' });
    return new Map();
  }
}
