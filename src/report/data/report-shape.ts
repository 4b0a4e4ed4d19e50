import { z } from 'zod';

// NaN is null in JSON: a number that a report does not have.
const number = z.number().nullish();

/**
 * What is read of another report, and by which members: enough for reports of older and newer versions of the format, and not so
 * little that one which was cut or edited by hand ends in the middle of a comparison.
 */
export const reportShape = z.looseObject({
  title: z.string(),
  ignoreBefore: z.number(),
  totals: z.record(z.string(), z.number()),
  summary: z.record(z.string(), z.unknown()),
  claims: z.array(
    z.looseObject({
      id: z.string(),
      statement: z.string(),
      verdict: z.string(),
      format: z.string(),
      value: number,
    }),
  ),
  experiments: z.array(
    z.looseObject({
      id: z.string().optional(),
      datasetTitle: z.string(),
      criterion: z.string(),
      finished: z.number(),
    }),
  ),
  discussion: z.array(
    z.looseObject({
      quantity: z.string(),
      experiments: z.record(z.string(), z.looseObject({ value: number })),
    }),
  ),
  powerLaws: z.array(
    z.looseObject({
      experiment: z.string().optional(),
      dataset: z.string(),
      criterion: z.string(),
      fit: z.looseObject({ coefficient: number, exponent: number, determination: number }).optional(),
    }),
  ),
  runs: z.array(
    z.looseObject({
      id: z.string(),
      experiment: z.string(),
      size: z.number(),
      status: z.string(),
      analysed: z.boolean(),
      loss: number,
      iterations: number,
      time: number,
      peakSharpness: number,
      peakAlignment: number,
    }),
  ),
});
