import { z } from 'zod';

/** How stored input values become network inputs: as they are, or bytes times `scale` with the stored columns repeated `channels` times. */
const encoding = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('float64') }),
  z.strictObject({ type: z.literal('uint8'), scale: z.number(), channels: z.int().positive() }),
]);

/** What was counted over the stored inputs of a split, as the network sees them. */
const inputStatistics = z.strictObject({
  smallest: z.number(),
  largest: z.number(),
  /** Over all entries of all inputs, about the mean input. */
  standardDeviation: z.number().nonnegative(),
  /** Columns that hold the same value in every sample. */
  constantColumns: z.int().nonnegative(),
  /** Samples whose input equals an earlier one, and those among them whose label differs from it. */
  duplicates: z.int().nonnegative(),
  conflictingDuplicates: z.int().nonnegative(),
  /** Numerical rank of `samples` inputs drawn at random: a lower bound of the rank of all. */
  rank: z.strictObject({ rank: z.int().nonnegative(), samples: z.int().positive() }),
});

const unverifiedFile = z.strictObject({
  path: z.string(),
  sizeBytes: z.int().nonnegative(),
  sha256: z.string(),
});

const split = z.strictObject({
  samples: z.int().positive(),
  /** Number of samples whose inputs are stored, where not all are; `train.rows` [stored] then says which, ascending. */
  stored: z.int().positive().optional(),
  samplesPerClass: z.array(z.int().nonnegative()),
  meanInput: z.number(),
  meanSquaredNorm: z.number(),
  statistics: inputStatistics.optional(),
});

/**
 * `dataset.json`: what a dataset stage writes beside `dataset.safetensors`.
 *
 * The tensors are `train.inputs` [samples, stored columns] (F64 or U8, see `encoding`), `train.labels` [samples] (I32)
 * and, where there is a test split, `test.inputs` and `test.labels`. Where only some samples are stored, these have
 * `stored` rows, and `train.rows` [stored] (I32) holds their row numbers in the training pool.
 */
export const datasetDescription = z.strictObject({
  format: z.literal(1),
  name: z.string(),
  title: z.string(),
  classes: z.array(z.string()).min(2),
  /** Shape of one flattened input; its product is the width n_0 of the network's input. */
  inputShape: z.array(z.int().positive()).min(1),
  encoding,
  train: split,
  test: split.optional(),
  /** Where the data come from, and under which licence. */
  attribution: z.string(),
  /** Files that took the place of the official ones although their digest is not the pinned one; absent where all are official. */
  unverified: z.array(unverifiedFile).min(1).optional(),
  /** How what the paper leaves open was read (numbers R14 to R17 of the method section). */
  readings: z.array(z.string()),
});

export type DatasetDescription = z.infer<typeof datasetDescription>;
export type DatasetSplit = z.infer<typeof split>;
export type UnverifiedFile = z.infer<typeof unverifiedFile>;
export type InputStatistics = z.infer<typeof inputStatistics>;
export type InputEncoding = z.infer<typeof encoding>;
