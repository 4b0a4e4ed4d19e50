import { openRemotes, type RemoteProblem } from '../../cache/remotes/remotes.ts';
import type { Session } from '../../cache/sessions/session.ts';
import type { Run } from '../survey/run.ts';
import { Sharing } from './sharing.ts';

/** More of them say nothing new. */
const MOST_REFUSALS = 10;

/** Opens the remotes of a run. */
export async function startSharing({ cache, options, emit }: Run, session: Session): Promise<Sharing> {
  const remotes = await openRemotes(
    options.remotes ?? [],
    options.remoteOnly === true,
    fewRefusals((problem) => {
      emit({ type: 'remote-problem', ...problem });
    }),
  );
  return new Sharing(cache, session.owner, remotes, emit);
}

/** A remote whose records are all signed by somebody else would say so ten thousand times. */
export function fewRefusals(tell: (problem: RemoteProblem) => void): (problem: RemoteProblem) => void {
  let refusals = 0;
  return (problem) => {
    if (problem.consequence === 'refused' && ++refusals > MOST_REFUSALS) return;
    const last = refusals === MOST_REFUSALS && problem.consequence === 'refused';
    tell(
      last ? { ...problem, message: `${problem.message}; what follows of this kind is not said` } : problem,
    );
  };
}
