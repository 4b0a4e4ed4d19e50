import { z } from 'zod';

/** How stored input values become network inputs: as they are, or bytes times `scale` with the stored columns repeated `channels` times. */
const encoding = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('float64') }),
  z.strictObject({ type: z.literal('uint8'), scale: z.number(), channels: z.int().positive() }),
]);

const split = z.strictObject({
  samples: z.int().positive(),
  samplesPerClass: z.array(z.int().nonnegative()),
  meanInput: z.number(),
  meanSquaredNorm: z.number(),
});

/**
 * `dataset.json`: what a dataset stage writes beside `dataset.safetensors`.
 *
 * The tensors are `train.inputs` [samples, stored columns] (F64 or U8, see `encoding`), `train.labels` [samples] (I32)
 * and, where there is a test split, `test.inputs` and `test.labels`.
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
  /** How what the paper leaves open was read (numbers R14 to R17 of the method section). */
  readings: z.array(z.string()),
});

export type DatasetDescription = z.infer<typeof datasetDescription>;
