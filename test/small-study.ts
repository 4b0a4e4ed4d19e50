/**
 * What makes the packaged pipeline small: the quick profile at its smallest size and for one pair of seeds, and few steps of gradient descent.
 * Real data, real trainings, a real report.
 */
export const SMALL_STUDY: readonly string[] = [
  ...['--profile', 'quick'],
  ...['size=30', 'networkSeed=0', 'subsetSeed=0'].flatMap((axis) => ['--only', axis]),
  ...['size=60', 'stopLoss=0.4', 'learningRate=0.01'].flatMap((value) => ['--set', `params.edge.${value}`]),
];
