import type { CriterionName } from '../../artifacts/run-description.ts';
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
  /** The experiment in the paper's naming; `dice` images have no criterion. */
  dataset: string;
  criterion?: CriterionName;
  /** Of a further figure: the experiment of this run that it shows. */
  experiment?: string;
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
  experiments: readonly { id: string; dataset: string; criterion: CriterionName; paper?: object }[],
): FigurePlace[] {
  return experiments
    .filter(({ paper }) => paper === undefined)
    .flatMap(({ id, dataset, criterion }) =>
      furtherFamilies.map((family) => ({
        family,
        section: 'further' as const,
        dataset,
        criterion,
        experiment: id,
      })),
    )
    .map((place, index) => ({ number: `A${index + 1}`, ...place }));
}

/** The name of a figure's files: `figure-06`. */
export function figureFileName({ number }: Pick<FigurePlace, 'number'>): string {
  return `figure-${number.padStart(2, '0')}`;
}
