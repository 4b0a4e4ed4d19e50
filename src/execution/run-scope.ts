import type { ActionIndex } from '../cache/actions/action-index.ts';
import type { CacheFolder } from '../cache/files/cache-folder.ts';
import type { Digest } from '../cache/files/digest.ts';
import type { Session } from '../cache/sessions/session.ts';
import type { Plan } from '../pipeline/plan.ts';
import type { Emit } from './survey/repair.ts';
import type { Resolver } from './survey/instance-key.ts';
import type { RunOptions } from './run-options.ts';
import type { Survey } from './survey/survey.ts';

/** What all parts of one run share. */
export interface RunScope {
  plan: Plan;
  options: RunOptions;
  cache: CacheFolder;
  index: ActionIndex;
  resolver: Resolver;
  survey: Survey;
  emit: Emit;
  /** The previous result of an instance, as it was before this run. */
  previous: (id: string) => { key: Digest; output: Digest } | undefined;
  /** This run as others see it; absent where it could not be announced. */
  session?: Session;
}
