import type { RemoteSetting } from '../../cache/remotes/remote-settings.ts';
import { openRemotes } from '../../cache/remotes/remotes.ts';
import type { Session } from '../../cache/sessions/session.ts';
import type { Run } from '../survey/run.ts';
import { fewRefusals } from './few-refusals.ts';
import { Sharing } from './sharing.ts';

/** Opens the remotes of a run; where that is `strict`, one that fails ends the command. */
export async function startSharing(
  { cache, emit }: Pick<Run, 'cache' | 'emit'>,
  session: Session,
  settings: readonly RemoteSetting[],
  strict: boolean,
): Promise<Sharing> {
  const tell = fewRefusals((problem) => {
    emit({ type: 'remote-problem', ...problem });
  });
  const remotes = await openRemotes(settings, strict, tell);
  return new Sharing(cache, session.owner, remotes, emit);
}
