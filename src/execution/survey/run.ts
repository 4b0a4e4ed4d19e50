import type { ActionIndex } from '../../cache/actions/action-index.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import type { LockedInstance } from '../../cache/lock-file.ts';
import type { Instance, Plan } from '../../pipeline/plan/plan.ts';
import type { Emit } from '../event.ts';
import type { Sharing } from '../sharing/sharing.ts';
import type { RunOptions } from '../run-options.ts';
import type { KeyMaker } from './instance-key.ts';
import type { Survey } from './survey.ts';

/** What all parts of a run share, and an inspection starts from: opened once, by `openRun`. */
export interface Run {
  plan: Plan;
  options: RunOptions;
  /** Absolute path of pipeline.lock. */
  lockFile: string;
  cache: CacheFolder;
  index: ActionIndex;
  /** The lines of the lock file as they were at the start. */
  locked: Map<string, LockedInstance>;
  keys: KeyMaker;
  survey: Survey;
  emit: Emit;
  /** The instances to bring up to date, with everything upstream, in the order of the plan. */
  selected: Instance[];
  /** Key of the last record of an instance. */
  previousKey: (id: string) => Digest | undefined;
  /** The previous result of an instance, as it was before this run. */
  previous: (id: string) => { key: Digest; output: Digest } | undefined;
  /** What is shared with others by remote caches; absent: nothing. */
  sharing?: Sharing;
  /** It has to run although its result is there. */
  isForced: (id: string) => boolean;
}
