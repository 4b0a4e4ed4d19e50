import { z } from 'zod';

const interval = z.strictObject({ low: z.number(), high: z.number() });

/** One fit of max P^1_{Δ,J} ≈ c_1 D^{c_2} (Eq. 9) with bootstrap 95 % intervals; absent where too few runs or sizes exist. */
const powerLaw = z.strictObject({
  coefficient: z.number(),
  exponent: z.number(),
  /** R² in log space. */
  determination: z.number(),
  /** R² of the same law against the untransformed values. */
  determinationUntransformed: z.number(),
  intervals: z.strictObject({ coefficient: interval, exponent: interval, determination: interval }),
  /** What the bootstrap drew: the seeds, since runs that share one are not independent, or the runs, where all share both. */
  drawn: z.enum(['seeds', 'runs']),
});

/** The fitted law at one dataset size with its pointwise bootstrap 95 % band. */
const powerLawBand = z.array(
  z.strictObject({ size: z.number(), value: z.number(), low: z.number(), high: z.number() }),
);

/** `power-law.json`: the fit of one experiment and the points it rests on. */
export const powerLawFit = z.strictObject({
  format: z.literal(1),
  experiment: z.string(),
  runs: z.int().nonnegative(),
  points: z.array(
    z.strictObject({
      size: z.number(),
      networkSeed: z.int(),
      subsetSeed: z.int(),
      peakAlignment: z.number(),
    }),
  ),
  fit: powerLaw.optional(),
  /** The law over the range of sizes, from the same draws as its intervals; empty where there is no fit. */
  band: powerLawBand,
  /** Why there is no fit. */
  reason: z.string().optional(),
});

export type PowerLaw = z.infer<typeof powerLaw>;
export type PowerLawFit = z.infer<typeof powerLawFit>;
