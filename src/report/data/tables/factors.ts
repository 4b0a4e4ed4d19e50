import type { SnapshotAnalysis } from '../../../artifacts/analysis.ts';

/** One of the five factors of E‖Δ^1‖² (Eq. 7). */
export interface Factor {
  /** Its column in the table of snapshots. */
  name: string;
  /** In words, as panels are titled. */
  title: string;
  /** As plain text, and as TeX. */
  symbol: string;
  tex: string;
  read: (snapshot: SnapshotAnalysis) => number;
}

/** The five factors of E‖Δ^1‖² in the order of Eq. 7: their product is that norm. */
export const factors = {
  activationRatios: {
    name: 'activation_ratio_product',
    title: 'Activation ratios',
    symbol: 'Π_χ^1',
    tex: String.raw`\Pi_\chi^1`,
    read: (snapshot) => snapshot.activationRatioProduct[0]!,
  },
  chiAlignment: {
    name: 'chi_alignment_product',
    title: 'Ratio alignment',
    symbol: 'P_{χ,Δ/χ}^1',
    tex: String.raw`P_{\chi,\Delta/\chi}^1`,
    read: (snapshot) => snapshot.chiAlignmentProduct[0]!,
  },
  jacobianNorms: {
    name: 'jacobian_norm_product',
    title: 'Jacobian norms',
    symbol: 'Π_J^1',
    tex: String.raw`\Pi_J^1`,
    read: (snapshot) => snapshot.jacobianNormProduct[0]!,
  },
  jacobianAlignment: {
    name: 'jacobian_alignment_product',
    title: 'Jacobian alignment',
    symbol: 'P_{Δ,J}^1',
    tex: String.raw`P_{\Delta,J}^1`,
    read: (snapshot) => snapshot.jacobianAlignmentProduct[0]!,
  },
  outputNorm: {
    name: 'output_norm',
    title: 'Output term',
    symbol: 'E‖Δ^L‖²',
    tex: String.raw`\mathbb{E}\|\Delta^L\|^2`,
    read: (snapshot) => snapshot.meanSquaredNormDelta.at(-1)!,
  },
} satisfies Record<string, Factor>;
