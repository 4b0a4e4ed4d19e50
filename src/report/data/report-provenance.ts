import { version } from '../../version.ts';
import { createHash } from 'node:crypto';
import katex from 'katex';
import { version as vega } from 'vega';
import { version as vegaLite } from 'vega-lite';
import type { ReportInputs } from './inputs/inputs.ts';

/** What made the report: versions of the drawing software, and a digest of the runs it was drawn from. */
export interface ReportProvenance {
  versions: Record<string, string>;
  /** sha256 over the digests of all runs, in the report's order. */
  runsDigest: string;
}

/** Versions and digests; no time and no host, so that the same inputs give the same bytes. */
export function reportProvenance(inputs: ReportInputs): ReportProvenance {
  const runs = createHash('sha256');
  for (const { digest } of inputs.runs) runs.update(digest);
  return {
    versions: { 'eos-pipeline': version, vega, 'vega-lite': vegaLite, katex: katex.version },
    runsDigest: runs.digest('hex'),
  };
}
