import { z } from 'zod';
import { criterionName } from '../../../artifacts/run-description.ts';

/** One experiment as pipeline.yaml asks for it. */
const plannedExperiment = z.object({
  id: z.string(),
  dataset: z.string(),
  criterion: criterionName,
  stopLoss: z.number().positive(),
  sizes: z.array(z.int().positive()).min(1),
});

/** What the report is told beside the folders it reads: the `with:` block of render-report. */
export const reportSettings = z.strictObject({
  title: z.string(),
  /** The profile that was run, to be named in the report. */
  profile: z.string().optional(),
  /** Analyses leave out iterations before this one (the transient). */
  ignoreBefore: z.int().nonnegative(),
  experiments: z.array(plannedExperiment).min(1),
  /** Seeds of the matrix; without them, the seeds that any run of the experiment has. */
  seeds: z.strictObject({ network: z.array(z.int()), subset: z.array(z.int()) }).optional(),
  /** Also draw every figure as an SVG file. */
  svg: z.boolean().default(true),
  /** Also draw every figure as a PNG image. */
  png: z.boolean().default(false),
});

export type PlannedExperiment = z.infer<typeof plannedExperiment>;
export type ReportSettings = z.infer<typeof reportSettings>;
