import { ActionIndex } from '../../cache/actions/action-index.ts';
import { stageCodes } from '../../cache/code/code-digest.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { LOCK, type LockedInstance, readLockFile } from '../../cache/lock-file.ts';
import type { Lookup } from '../../cache/actions/lookup.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Instance, Plan } from '../../pipeline/plan/plan.ts';
import { withUpstream } from '../../pipeline/plan/upstream.ts';
import type { Emit } from '../event.ts';
import type { RunOptions } from '../run-options.ts';
import { KeyMaker } from './instance-key.ts';
import { refusePublishedCode } from './published-code.ts';
import type { Run } from './run.ts';
import { Survey } from './survey.ts';

/** Reads the index, the lock file and the code of the stages. */
export async function openRun(
  plan: Plan,
  options: RunOptions,
  cache: CacheFolder,
  emit: Emit,
  onLookup: (instance: Instance, lookup: Lookup) => void,
): Promise<Run> {
  const selected = select(plan, options.targets);
  const index = new ActionIndex(cache);
  if (index.damagedLines > 0 && cache.index !== undefined) {
    const problem = `${index.damagedLines} of its lines could not be read`;
    emit({ type: 'cache-repaired', what: 'index', path: cache.index, problem, action: 'rebuilt' });
  }
  const lockFile = lockFileOf(plan, options);
  const locked = readLocked(lockFile, emit);
  const files = selected.flatMap(({ work }) => (work.kind === 'uses' ? [work.file] : []));
  const codes = await stageCodes(cache, new Set(files));
  refusePublishedCode(
    selected,
    [...codes.values()].flatMap(({ files }) => files.map(([path]) => path)),
  );
  const keys = new KeyMaker(index, codes);
  const previousKey = (id: string): Digest | undefined => index.get('instance', id) ?? locked.get(id)?.key;
  const survey = new Survey(cache, index, keys, previousKey, onLookup);
  const forced =
    options.force === true ? new Set(options.targets ?? selected.map(({ id }) => id)) : undefined;
  // Taken down now: the index moves while the run goes on.
  const before = new Map(selected.map(({ id }) => [id, resultOf(id, previousKey(id), index, locked)]));
  return {
    plan,
    options,
    lockFile,
    cache,
    index,
    locked,
    keys,
    survey,
    emit,
    selected,
    previousKey,
    previous: (id) => before.get(id),
    isForced: (id) => forced?.has(id) ?? false,
  };
}

/** Absolute path of the lock file of a run. */
export function lockFileOf(plan: Plan, options: Pick<RunOptions, 'lockFile'>): string {
  return options.lockFile ?? `${plan.root}/${LOCK}`;
}

/** The lines of the lock file; none where there is no file, or one that cannot be read, which is said. */
export function readLocked(path: string, emit: Emit): Map<string, LockedInstance> {
  try {
    return readLockFile(path) ?? new Map<string, LockedInstance>();
  } catch (error) {
    if (!(error instanceof PipelineError) || error.code !== 'cache-damaged') throw error;
    const problem = error.message;
    emit({ type: 'cache-repaired', what: 'lock-file', path, problem, action: 'rebuilt' });
    return new Map();
  }
}

function select(plan: Plan, targets: string[] | undefined): Instance[] {
  if (targets === undefined) return plan.instances;
  const wanted = new Set(targets);
  const selected = withUpstream(plan.instances, ({ id }) => wanted.has(id));
  for (const { id } of selected) wanted.delete(id);
  const [unknown] = wanted;
  if (unknown === undefined) return selected;
  const hint = 'See "eos-pipeline status" for the instances.';
  throw new PipelineError('bad-argument', `there is no instance ${unknown} in the pipeline`, { hint });
}

function resultOf(
  id: string,
  key: Digest | undefined,
  index: ActionIndex,
  locked: ReadonlyMap<string, LockedInstance>,
): ReturnType<Run['previous']> {
  const line = locked.get(id);
  const output = (key && index.get('action', key)?.output) ?? (line?.key === key ? line?.output : undefined);
  return key && output && { key, output };
}
