import type { Claim } from './claims.ts';
import type { Verdict } from './verdict.ts';

/** How many claims agree with this run, differ from it, and cannot be judged by it. */
export interface ClaimSummary {
  agrees: number;
  differs: number;
  notJudged: number;
}

/** Counts the verdicts. */
export function claimSummary(claims: readonly Claim[]): ClaimSummary {
  const count = (verdict: Verdict) => claims.filter((claim) => claim.verdict === verdict).length;
  return { agrees: count('agrees'), differs: count('differs'), notJudged: count('not judged here') };
}
