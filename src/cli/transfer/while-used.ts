import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import { type Owner, Session } from '../../cache/sessions/session.ts';
import { waitForGc } from '../../execution/survey/wait-for-gc.ts';
import { folderError } from './exported-folder.ts';

/** Does something with a cache, from which nobody removes anything meanwhile, and an exported folder. */
export async function whileUsed<Result>(
  cache: CacheFolder,
  act: (owner: Owner) => Promise<Result>,
): Promise<Result> {
  const session = new Session(cache);
  try {
    await waitForGc(cache, () => undefined);
    return await act(session.owner);
  } catch (error) {
    throw folderError(error);
  } finally {
    session.close();
  }
}
