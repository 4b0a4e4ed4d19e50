import type { CriterionName } from '../../artifacts/run-description.ts';

/** The words for a criterion. */
export function criterionTitle(criterion: CriterionName): string {
  return criterion === 'mse' ? 'MSE' : 'cross-entropy';
}

/** An experiment by its dataset and criterion: `Dice, cross-entropy`. */
export function experimentTitle({
  datasetTitle,
  criterion,
}: {
  datasetTitle: string;
  criterion: CriterionName;
}): string {
  return `${datasetTitle}, ${criterionTitle(criterion)}`;
}
