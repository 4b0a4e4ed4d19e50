import type { RemoteProblem } from '../../cache/remotes/remotes.ts';

/** More of them say nothing new. */
const MOST_REFUSALS = 10;

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
