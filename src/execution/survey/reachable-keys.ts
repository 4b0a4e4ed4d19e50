import { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import type { Plan } from '../../pipeline/plan/plan.ts';
import { openRun } from './open-run.ts';
import type { RunOptions } from '../run-options.ts';

/** What `gc` must keep. */
export interface Reachable {
  /** Keys of the actions that the pipeline and its lock file reach. */
  keys: Set<Digest>;
  /** Some keys are not known yet, because something upstream has to run first. */
  pending: boolean;
}

/** Finds what the pipeline and its lock file reach. */
export async function reachableKeys(
  plan: Plan,
  options: Pick<RunOptions, 'cacheFolder' | 'lockFile'>,
): Promise<Reachable> {
  const cache = new CacheFolder(options.cacheFolder);
  const ignore = (): void => undefined;
  const { selected, survey, locked, previousKey } = await openRun(plan, options, cache, ignore, ignore);
  const keys = new Set([...locked.values()].map(({ key }) => key));
  let pending = false;
  for (const instance of selected) {
    const finding = survey.look(instance, false);
    if (finding.state === 'pending') pending = true;
    else keys.add(finding.resolved.key);
    const previous = previousKey(instance.id);
    if (previous !== undefined) keys.add(previous);
  }
  return { keys, pending };
}
