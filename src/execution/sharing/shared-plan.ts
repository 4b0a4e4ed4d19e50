import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { cleanLeftBehind } from '../../cache/sessions/left-behind.ts';
import { Session } from '../../cache/sessions/session.ts';
import type { RemoteSetting } from '../../cache/remotes/remote-settings.ts';
import type { Plan } from '../../pipeline/plan/plan.ts';
import { type Emit, EVENT_VERSION, type EventListener } from '../event.ts';
import { openRun } from '../survey/open-run.ts';
import { repairLookup } from '../survey/repair.ts';
import type { Run } from '../survey/run.ts';
import { waitForGc } from '../survey/wait-for-gc.ts';
import type { Sharing } from './sharing.ts';
import { startSharing } from './start-sharing.ts';

/** Which results are pushed or pulled, and with which remotes. */
export interface SharedPlanOptions {
  cacheFolder: string;
  /** Ids of instances, with everything upstream; all where absent. */
  targets?: string[];
  remotes: readonly RemoteSetting[];
}

/** Opens a plan and its remotes, of which one that fails ends the command, and closes both. */
export async function withSharedPlan<Result>(
  plan: Plan,
  { cacheFolder, remotes: settings, ...options }: SharedPlanOptions,
  onEvent: EventListener,
  act: (run: Run & { sharing: Sharing }) => Promise<Result>,
): Promise<Result> {
  const emit: Emit = (event) => {
    onEvent({ version: EVENT_VERSION, time: new Date().toISOString(), ...event });
  };
  const cache = new CacheFolder(cacheFolder);
  cache.create();
  cleanLeftBehind(cache);
  const session = new Session(cache);
  try {
    await waitForGc(cache, emit);
    const run = await openRun(plan, { cacheFolder, ...options }, cache, emit, (instance, lookup) => {
      repairLookup(cache, instance.id, lookup, emit);
    });
    const sharing = await startSharing(run, session, settings, true);
    try {
      return await act({ ...run, sharing });
    } finally {
      sharing.close();
      run.index.close();
    }
  } finally {
    session.close();
  }
}
