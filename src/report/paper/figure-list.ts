import { paperExperiments } from './numbers.ts';

/** Where a figure stands in the report. */
export type FigureSection =
  | 'results'
  | 'hessian'
  | 'overlap'
  | 'layers'
  | 'components'
  | 'activation'
  | 'chi-alignment'
  | 'jacobian-norms'
  | 'jacobian-alignment'
  | 'further';

/** One figure of the paper, or one that the paper has no number for. */
export interface FigurePlace {
  /** `1` to `42`; further figures are `A1`, `A2`, … */
  number: string;
  family: string;
  section: FigureSection;
  /** The experiment in the paper's naming; `dice` images have none. */
  dataset: string;
  criterion?: 'cross-entropy' | 'mse';
}

type Kind = readonly [family: string, section: FigureSection, first: number, order: readonly string[]];

const [dice, cifar, cifarMse, atrial, sst] = paperExperiments.map(({ id }) => id) as [
  string,
  string,
  string,
  string,
  string,
];

/** Blocks of figures with consecutive numbers. Figure 7's caption in the paper must mean CIFAR-10 with MSE. */
const blocks: readonly Kind[] = [
  ['sharpness', 'results', 1, [cifar]],
  ['overlap', 'results', 2, [cifar]],
  ['selected-layer-norms', 'results', 3, [cifar]],
  ['components', 'results', 4, [cifar]],
  ['sharpness', 'hessian', 6, [dice, cifarMse, atrial, sst]],
  ['overlap', 'overlap', 10, [dice, cifarMse, atrial, sst]],
  ['layer-norms', 'layers', 14, [cifar, dice, cifarMse, atrial, sst]],
  ['components', 'components', 19, [dice, cifarMse, atrial, sst]],
  ['activation-ratios', 'activation', 23, [cifar, dice, cifarMse, atrial, sst]],
  ['chi-alignment', 'chi-alignment', 28, [cifar, dice, cifarMse, atrial, sst]],
  ['jacobian-norms', 'jacobian-norms', 33, [cifar, dice, cifarMse, atrial, sst]],
  ['jacobian-alignment', 'jacobian-alignment', 38, [cifar, dice, cifarMse, atrial, sst]],
];

/** Figures 1 to 42 of the paper, in order; figure 5 shows dice images. */
export const paperFigures: readonly FigurePlace[] = [
  ...blocks.flatMap(([family, section, first, order]) =>
    order.map((id, index): FigurePlace => {
      const { dataset, criterion } = paperExperiments.find((experiment) => experiment.id === id)!;
      return { number: String(first + index), family, section, dataset, criterion };
    }),
  ),
  { number: '5', family: 'examples', section: 'results', dataset: 'dice' } as const,
].sort((a, b) => Number(a.number) - Number(b.number));

const furtherFamilies = [...new Set(blocks.map(([family]) => family))].filter(
  (family) => family !== 'selected-layer-norms',
);

/** Figures of experiments that the paper does not have: every family, numbered A1, A2, … */
export function furtherFigures(
  experiments: readonly Required<Pick<FigurePlace, 'dataset' | 'criterion'>>[],
): FigurePlace[] {
  return experiments
    .filter((experiment) => !paperExperiments.some((known) => sameExperiment(known, experiment)))
    .flatMap(({ dataset, criterion }) =>
      furtherFamilies.map((family) => ({ family, section: 'further' as const, dataset, criterion })),
    )
    .map((place, index) => ({ number: `A${index + 1}`, ...place }));
}

/** Whether two experiments are the same one to the paper: same dataset, same criterion. */
export function sameExperiment(
  a: { dataset: string; criterion?: string },
  b: { dataset: string; criterion?: string },
): boolean {
  return a.dataset === b.dataset && a.criterion === b.criterion;
}

/** The name of a figure's files: `figure-06`. */
export function figureFileName({ number }: Pick<FigurePlace, 'number'>): string {
  return `figure-${number.padStart(2, '0')}`;
}
