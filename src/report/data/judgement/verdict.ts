/** What a rule says of a claim: it agrees with this run, differs from it, or this run cannot tell. */
export type Verdict = 'agrees' | 'differs' | 'not judged here';

/** A verdict, and why. */
export interface Judgement {
  verdict: Verdict;
  reason?: string;
}

/**
 * The verdict of a claim from those of its sides, of which the first is the point of the statement: it differs where any side
 * does, agrees where its point does and no other side differs, and is else not judged.
 */
export function verdictOf(sides: readonly Judgement[]): Judgement {
  const differs = sides.find(({ verdict }) => verdict === 'differs');
  if (differs !== undefined) return differs;
  const [point] = sides;
  if (point === undefined) return { verdict: 'not judged here' };
  const open = sides.find(({ verdict }) => verdict === 'not judged here');
  return point.verdict === 'agrees' && open?.reason !== undefined
    ? { verdict: 'agrees', reason: `The paper’s number is not judged here: ${open.reason}` }
    : point;
}
