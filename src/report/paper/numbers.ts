import type { CriterionName } from '../../artifacts/run-description.ts';

/** The power law of Table 2 in the paper. */
export interface PaperPowerLaw {
  coefficient: number;
  exponent: number;
  determination: number;
}

/** One row of Tables 1 and 2 of the paper. */
export interface PaperExperiment {
  /** The name that the packaged pipeline gives this experiment. */
  id: string;
  dataset: string;
  datasetTitle: string;
  criterion: CriterionName;
  sizes: readonly number[];
  /** Networks trained: 4 network seeds × 4 subset seeds × sizes. */
  runs: number;
  powerLaw: PaperPowerLaw;
}

/** Tables 1 and 2, in the paper's order. */
export const paperExperiments: readonly PaperExperiment[] = [
  {
    id: 'dice-cross-entropy',
    dataset: 'dice',
    datasetTitle: 'Dice',
    criterion: 'cross-entropy',
    sizes: [468, 937, 1875, 3750, 7500],
    runs: 80,
    powerLaw: { coefficient: 0.0017, exponent: 0.23, determination: 0.84 },
  },
  {
    id: 'cifar10-cross-entropy',
    dataset: 'cifar-10',
    datasetTitle: 'CIFAR-10',
    criterion: 'cross-entropy',
    sizes: [390, 781, 1562, 3125, 6250],
    runs: 80,
    powerLaw: { coefficient: 0.0004, exponent: 0.49, determination: 0.97 },
  },
  {
    id: 'cifar10-mse',
    dataset: 'cifar-10',
    datasetTitle: 'CIFAR-10',
    criterion: 'mse',
    sizes: [390, 781, 1562, 3125],
    runs: 64,
    powerLaw: { coefficient: 0.0004, exponent: 0.2, determination: 0.74 },
  },
  {
    id: 'atrial-fibrillation-cross-entropy',
    dataset: 'atrial-fibrillation',
    datasetTitle: 'AtrialFibrillation',
    criterion: 'cross-entropy',
    sizes: [60, 120, 240, 480, 960],
    runs: 80,
    powerLaw: { coefficient: 0.0026, exponent: 0.45, determination: 0.93 },
  },
  {
    id: 'sst-cross-entropy',
    dataset: 'sst',
    datasetTitle: 'SST',
    criterion: 'cross-entropy',
    sizes: [461, 922, 1844, 3689],
    runs: 64,
    powerLaw: { coefficient: 0.0001, exponent: 0.67, determination: 0.98 },
  },
];

/** Number of networks that the paper trained: 368. */
export const paperRuns = paperExperiments.reduce((total, { runs }) => total + runs, 0);

/** Width and depth of the paper's networks (section 3). */
export const paperNetwork = { depth: 6, width: 512 } as const;

/** The loss at which trainings end (section 3). */
export const paperStopLoss = { 'cross-entropy': 0.01, mse: 0.02 } as const;

/** The bounds that section 5 and section 7.1 state, over all experiments. */
export const paperBounds = {
  hessianGrowth: 5.45,
  residualSharpness: 56.74,
  residualShare: 0.099,
  gaussNewtonDistance: 0.101,
  overlapGrowth: 1.9,
  laterLayerRatio: 1.37,
  outputNormGrowth: 2.12,
  activationProductGrowth: 1.33,
  chiAlignmentGrowth: 1.27,
  jacobianProductGrowth: 3.93,
  jacobianAlignmentGrowth: 28.97,
  stableLearningRate: { 'cross-entropy': 0.0006, mse: 0.00003 },
  negativeShare: 0.00009,
  determination: { low: 0.74, high: 0.98 },
} as const;

/**
 * Parameters of the dice images by class (Table 3): uniform between the bounds.
 * Coordinates run from -1 to 1 over the image.
 */
export const diceParameters: readonly { name: string; bounds: readonly [string, number, number][] }[] = [
  {
    name: 'ones',
    bounds: [
      ['x_coord', -1, 1],
      ['y_coord', -1, 1],
      ['P_size', 0.1, 1],
    ],
  },
  {
    name: 'twos',
    bounds: [
      ['x_coord', -1, 1],
      ['y_coord', -1, 1],
      ['P_size', 0.1, 1],
    ],
  },
  {
    name: 'threes',
    bounds: [
      ['x_coord', -1, 1],
      ['y_coord', -1, 1],
      ['L_weight', 0.1, 2.5],
      ['E_type', 0, 2],
    ],
  },
  {
    name: 'fours',
    bounds: [
      ['x_coord', -1, 1],
      ['y_coord', -1, 1],
      ['L_weight', 0.1, 1],
      ['E_type', 0, 2],
    ],
  },
  {
    name: 'fives',
    bounds: [
      ['x_coord', 0.2, 1],
      ['y_coord', 0.2, 1],
      ['P_size', 0.1, 0.7],
      ['L_weight', 0.1, 1],
      ['E_type', 0, 2],
    ],
  },
  {
    name: 'sixes',
    bounds: [
      ['x_coord', -0.9, 0.9],
      ['y_coord', -0.9, 0.9],
      ['x_shift', 0.1, 0.8],
      ['y_shift', 0.1, 0.8],
      ['L_weight', 0.1, 2.5],
      ['E_type', 0, 2],
    ],
  },
];
