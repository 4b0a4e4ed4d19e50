import type { RunAlignment } from '../../src/artifacts/alignment.ts';
import type { SnapshotAnalysis } from '../../src/artifacts/analysis.ts';
import type { RunDescription } from '../../src/artifacts/run-description.ts';

const bins = 20;

/** Made-up pictures of two samples: what Δ is sensitive to moves to what J stretches more, as its alignment ratio rises. */
export function madeUpPictures(
  { experiment, size, networkSeed, subsetSeed }: RunDescription,
  snapshots: readonly SnapshotAnalysis[],
): RunAlignment {
  return {
    format: 1,
    run: { experiment, size, networkSeed, subsetSeed },
    classes: ['class 0', 'class 1'],
    snapshots: snapshots.map(({ iteration, time, loss, ...analysis }) => ({
      iteration,
      time,
      loss,
      samples: [0, 1].map((sample) =>
        analysis.alignmentRatioDeltaJacobian.map((r, layer) => ({
          ratio: Math.min(r, 1),
          squaredNorm: analysis.meanSquaredNormLayerwiseJacobian[layer]!,
          sensitive: falling(1 / Math.min(r, 0.9) - 0.9 + 0.1 * sample),
          random: falling(3),
        })),
      ),
    })),
  };
}

/** Shares in proportion to (1 − x)^power, which add up to 1. */
function falling(power: number): number[] {
  const raw = Array.from({ length: bins }, (_, bin) => (1 - bin / bins) ** power);
  const sum = raw.reduce((total, share) => total + share);
  return raw.map((share) => Number((share / sum).toPrecision(6)));
}
