import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CostObservation } from '../../execution/cost/observations.ts';
import { present } from '../../present.ts';
import { packageFolder } from '../folders.ts';

/** `data/costs.json`: what instances of the packaged stages cost where they were run; bench/cost-model.ts writes it. */
const costsFile = z.strictObject({
  format: z.literal(1),
  /** Where the figures are from, by the name that the rows refer to. */
  sources: z.record(z.string(), z.string()),
  rows: z.array(
    z.strictObject({
      stage: z.string(),
      source: z.string(),
      features: z.record(z.string(), z.union([z.number(), z.string()])),
      coreMs: z.number().positive().optional(),
      peakMemoryBytes: z.number().positive().optional(),
      sizeBytes: z.number().positive().optional(),
    }),
  ),
});

/** What instances of the packaged stages of these names have cost elsewhere. */
export function packagedCosts(stages: ReadonlySet<string>): CostObservation[] {
  const file = join(packageFolder(), 'data/costs.json');
  const { rows } = costsFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  return rows
    .filter(({ stage }) => stages.has(stage))
    .map(({ stage, features, coreMs, peakMemoryBytes, sizeBytes }) => ({
      work: stage,
      features: new Map(Object.entries(features)),
      ...present({ coreMs, peakMemoryBytes, sizeBytes }),
    }));
}
