import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import { type Owner, Session } from '../../cache/sessions/session.ts';
import { waitForGc } from '../../execution/survey/wait-for-gc.ts';

/** Does something with a cache from which nobody removes anything meanwhile. */
export async function whileUsed<Result>(
  cache: CacheFolder,
  act: (owner: Owner) => Promise<Result>,
): Promise<Result> {
  const session = new Session(cache);
  try {
    await waitForGc(cache, () => undefined);
    return await act(session.owner);
  } finally {
    session.close();
  }
}
