import type { Claim } from './claims.ts';

/** How many claims hold, do not hold, and were not run. */
export interface ClaimSummary {
  holds: number;
  doesNotHold: number;
  notRun: number;
}

/** Counts the verdicts. */
export function claimSummary(claims: readonly Claim[]): ClaimSummary {
  const count = (verdict: Claim['verdict']) => claims.filter((claim) => claim.verdict === verdict).length;
  return { holds: count('holds'), doesNotHold: count('does not hold'), notRun: count('not run') };
}
