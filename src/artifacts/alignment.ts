import { z } from 'zod';
import { runDescription } from './run-description.ts';

const shares = z.array(z.number());

/** How Δ^{i+1} lies to the singular directions of J^i, for one sample. */
const layerPicture = z.strictObject({
  /** r of this sample. */
  ratio: z.number(),
  /** ‖J^i‖². */
  squaredNorm: z.number(),
  /** Shares by stretch σ_k²/σ_1², in bins of equal width from 0 to 1: of the direction that Δ^{i+1} is most sensitive to, and of a random one. */
  sensitive: shares,
  random: shares,
});

/** Pictures of one snapshot: of each sample, for the layers i = 1..L−1. */
const snapshotPictures = z.strictObject({
  iteration: z.int().nonnegative(),
  time: z.number(),
  loss: z.number(),
  samples: z.array(z.array(layerPicture)),
});

/** `alignment.json`: pictures of alignment that the analyze stage makes of a few samples of a run. */
export const runAlignment = z.strictObject({
  format: z.literal(1),
  run: runDescription.pick({ experiment: true, size: true, networkSeed: true, subsetSeed: true }),
  /** Class of each sample, as its dataset names it. */
  classes: z.array(z.string()),
  snapshots: z.array(snapshotPictures),
});

export type LayerPicture = z.infer<typeof layerPicture>;
export type RunAlignment = z.infer<typeof runAlignment>;
