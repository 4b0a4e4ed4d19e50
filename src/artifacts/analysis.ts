import { z } from 'zod';
import { runDescription } from './run-description.ts';

const perLayer = z.array(z.number());

/** Everything that section 2.2 of the paper defines, for one snapshot. Lists run over layers 1..L, or 1..L-1 where said. */
export const snapshotAnalysis = z.strictObject({
  iteration: z.int().nonnegative(),
  time: z.number(),
  loss: z.number(),
  /** λ_max and λ_min (algebraic) of the loss Hessian, of G, and of H = Hessian - G. */
  hessian: z.strictObject({ largest: z.number(), smallest: z.number().optional() }),
  gaussNewton: z.strictObject({ largest: z.number() }),
  residual: z.strictObject({ largest: z.number(), smallest: z.number() }),
  /** ρ(K) = λ_1(G) / E‖K‖² (Eq. 3). */
  overlapRatio: z.number(),
  /** E‖K‖². */
  meanSquaredNormK: z.number(),
  /** E‖K^i‖² = E‖Δ^i‖², i = 1..L. */
  meanSquaredNormDelta: perLayer,
  /** E(χ^i)², i = 1..L-1. */
  meanSquaredActivationRatio: perLayer,
  /** r(χ^i, Δ^i/χ^i), i = 1..L-1. */
  alignmentRatioChi: perLayer,
  /** E‖J^i‖², i = 1..L-1. */
  meanSquaredNormLayerwiseJacobian: perLayer,
  /** r(Δ^{i+1}, J^i), i = 1..L-1. */
  alignmentRatioDeltaJacobian: perLayer,
  /** Π_χ^k, P_{χ,Δ/χ}^k, Π_J^k, P_{Δ,J}^k of Eq. 7, k = 1..L-1. */
  activationRatioProduct: perLayer,
  chiAlignmentProduct: perLayer,
  jacobianNormProduct: perLayer,
  jacobianAlignmentProduct: perLayer,
  /** Largest relative error of Eq. 7 over the layers, and relative error of Hessian·v = G·v + H·v. */
  checks: z.strictObject({ decomposition: z.number(), split: z.number() }),
});

/** A snapshot whose ratios are 0/0, since the network is saturated: what it has, and why the rest is missing. */
const saturatedSnapshot = snapshotAnalysis
  .pick({ iteration: true, time: true, loss: true, hessian: true, gaussNewton: true, residual: true })
  .extend({ missing: z.string() });

/** `analysis.json`: what the analyze stage writes for one run. */
export const runAnalysis = z.strictObject({
  format: z.literal(1),
  run: runDescription,
  snapshots: z.array(snapshotAnalysis),
  /** Snapshots that are not among the others because their ratios have no value. */
  saturated: z.array(saturatedSnapshot).default([]),
  /** Searches that were repeated from other random numbers on a share of the snapshots, and how many had missed something (repaired). */
  audits: z
    .strictObject({ searches: z.int().nonnegative(), missed: z.int().nonnegative() })
    .default({ searches: 0, missed: 0 }),
});

export type SnapshotAnalysis = z.infer<typeof snapshotAnalysis>;
export type RunAnalysis = z.infer<typeof runAnalysis>;
