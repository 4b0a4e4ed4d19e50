import { z } from 'zod';
import { criterionName, experimentName } from '../../../artifacts/run-description.ts';

/** One experiment as pipeline.yaml asks for it. */
const plannedExperiment = z.object({
  /** Its name. */
  id: experimentName,
  /** The dataset, by its name under params.datasets. */
  dataset: z.string(),
  /** The loss. */
  criterion: criterionName,
  /** Where its trainings end. */
  stopLoss: z.number().positive(),
  /** Training samples D of its runs. */
  sizes: z.array(z.int().positive()).min(1),
  /** Its runs, where not every size has the same seeds: each part has all of its sizes with all of its seeds. */
  parts: z
    .array(
      z.object({
        /** Some of the sizes. */
        sizes: z.array(z.int().positive()),
        /** Network seeds. */
        networkSeeds: z.array(z.int()),
        /** Subset seeds. */
        subsetSeeds: z.array(z.int()),
      }),
    )
    .optional(),
});

/** What the report is told beside the folders it reads: the `with:` block of render-report. */
export const reportSettings = z.strictObject({
  /** Of the page. */
  title: z.string(),
  /** The profile that was run, to be named in the report. */
  profile: z.string().optional(),
  /** Analyses leave out iterations before this one (the transient). */
  ignoreBefore: z.int().nonnegative(),
  /** What was asked for: runs that are absent are named. */
  experiments: z
    .array(plannedExperiment)
    .min(1)
    .refine(
      (experiments) => new Set(experiments.map(({ id }) => id)).size === experiments.length,
      'must name each experiment once',
    ),
  /** Seeds of the matrix; without them, the seeds that any run of the experiment has. */
  seeds: z
    .strictObject({
      /** Network seeds. */
      network: z.array(z.int()),
      /** Subset seeds. */
      subset: z.array(z.int()),
    })
    .optional(),
  /** Also draw every figure as an SVG file. */
  svg: z.boolean().default(true),
  /** Also draw every figure as a PNG image. */
  png: z.boolean().default(false),
});

export type PlannedExperiment = z.infer<typeof plannedExperiment>;
export type ReportSettings = z.infer<typeof reportSettings>;
