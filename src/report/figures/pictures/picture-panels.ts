import type { PicturedRun } from '../../data/rows/pictured-run.ts';
import type { PicturePanel } from './alignment-figure.ts';

/** The panels of one sample at one snapshot: layers 1..L−1. */
export function picturePanels({ snapshots }: PicturedRun, snapshot: number, sample: number): PicturePanel[] {
  return snapshots[snapshot]!.samples[sample]!.map(({ ratio, sensitive, random }, layer) => ({
    title: `Layer i = ${layer + 1}`,
    ratio,
    sensitive,
    random,
  }));
}

/** What r = 1 and r ≪ 1 look like, over the stretches that the first layer of the picture has at the start. */
export function guidePanels({ snapshots }: PicturedRun, sample: number): PicturePanel[] {
  const { random } = snapshots[0]!.samples[sample]![0]!;
  const bins = random.length;
  const mean = random.reduce((sum, share, bin) => sum + (share * (bin + 0.5)) / bins, 0);
  const aligned = random.map((_, bin) => Number(bin === bins - 1));
  return [
    { title: 'No alignment: r ≪ 1', ratio: mean, sensitive: random, random },
    { title: 'Full alignment: r = 1', ratio: 1, sensitive: aligned, random },
  ];
}

/** The snapshots that are drawn as files, for readers without JavaScript: the first, the middle and the last. */
export function stillSnapshots({ snapshots }: PicturedRun): number[] {
  const last = snapshots.length - 1;
  return [...new Set([0, Math.floor(last / 2), last])];
}
